"""The anatomy: fields, solids, findings and measurements; it knows no text, colour or screen."""
