"""The workbook of grids, and geodata for other programs."""
