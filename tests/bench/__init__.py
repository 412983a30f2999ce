"""What is measured, and how. Each figure stands beside what it is compared with, taken in turn in one run."""
