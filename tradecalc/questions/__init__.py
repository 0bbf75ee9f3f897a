"""A question a module: its figures and answers declared once, and the functions between them."""
