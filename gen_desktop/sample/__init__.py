"""The invented organisation to try the program with: workbooks like those a centre really keeps."""

from __future__ import annotations

from gen_desktop.sample.workbooks import (
    SampleFile,
    shipped_sample_files,
    write_large_list,
    write_sample_workbooks,
)

__all__ = ["SampleFile", "shipped_sample_files", "write_large_list", "write_sample_workbooks"]
