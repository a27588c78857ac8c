"""GEN Desktop: offline follow-up and evaluation of publicly funded digital-skills training."""

APP_NAME = "GEN Desktop"
VERSION = "0.1.0"
