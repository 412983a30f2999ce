"""What an operator is handed: the wheel, and the files below deploy/."""
