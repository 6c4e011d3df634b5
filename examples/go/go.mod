module taxdoc.example/validate

go 1.19
