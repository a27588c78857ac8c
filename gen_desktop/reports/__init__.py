"""PDF documents: the drawing layer and the reports drawn with it. The only home of reportlab and pikepdf."""
