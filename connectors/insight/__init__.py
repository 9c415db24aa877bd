"""What the orders tell those who lead: service evaluation and looking ahead, by API, command and XLSX."""
