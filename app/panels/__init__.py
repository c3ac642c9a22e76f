"""The panels beside the canvas; each is given the document and knows no other panel."""
