package com.example.invoices;

import java.time.Duration;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.JdbcTemplate;

/** The scheduler: once a day, marks invoices that nobody has paid. */
@Configuration
@Profile("dunning")
public class Dunning {
    @Bean
    ApplicationRunner dunning(JdbcTemplate database) {
        int days = Integer.parseInt(System.getenv().getOrDefault("APP_PAYMENT_DAYS", "30"));
        return arguments -> {
            while (true) {
                database.update(
                        "UPDATE invoice SET overdue = TRUE WHERE sent_at < now() - make_interval(days => ?)",
                        days);
                Thread.sleep(Duration.ofDays(1).toMillis());
            }
        };
    }
}
