"""What chance explains of a result and of a series. Pure: no file is opened, no HTML written, no pandas imported."""
