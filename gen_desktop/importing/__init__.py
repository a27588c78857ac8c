"""Tables in: spreadsheets and text files of other people, checked before anything is written."""
