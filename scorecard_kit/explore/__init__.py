"""The explorer in JupyterLab: a closer look, and a view kept as a section."""
