"""The page: choices in, picture and words out.  It knows no anatomy and, but for two small modules, no trame."""
