"""What a picture is made of: tissues, views, labels, and the OpenGL to draw it with."""
