package com.example.invoices;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What people see in their browser. */
@RestController
public class InvoiceController {
    private final JdbcTemplate database;

    @Value("${APP_COMPANY:Example Ltd}")
    private String company;

    @Value("${invoices.page-size}")
    private int pageSize;

    @Value("${APP_TAX_RATE}")
    private BigDecimal taxRate;

    public InvoiceController(JdbcTemplate database) {
        this.database = database;
    }

    @GetMapping("/invoices")
    public Map<String, Object> invoices() {
        List<Map<String, Object>> rows =
                database.queryForList("SELECT id, net FROM invoice ORDER BY id LIMIT ?", pageSize);
        return Map.of("company", company, "taxRate", taxRate, "invoices", rows);
    }
}
