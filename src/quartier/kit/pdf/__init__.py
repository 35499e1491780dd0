"""PDF from templates and data: archivable (PDF/A-3b), accessible (PDF/UA-1), the same bytes for the same input."""

from quartier.kit.pdf.press import Pdf, PdfMissing, Press, TemplateFault, TemplateRefused, Unprintable
from quartier.kit.pdf.statements import Statements
from quartier.kit.pdf.text import blocks_of

__all__ = ["Pdf", "PdfMissing", "Press", "Statements", "TemplateFault", "TemplateRefused", "Unprintable", "blocks_of"]
