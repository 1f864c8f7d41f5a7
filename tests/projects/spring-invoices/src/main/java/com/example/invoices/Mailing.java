package com.example.invoices;

import java.time.Duration;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;

/** The worker: sends invoices that have not been sent yet. */
@Configuration
@Profile("mailing")
public class Mailing {
    @Bean
    ApplicationRunner mailing(JdbcTemplate database, JavaMailSender sender) {
        boolean copies = Boolean.parseBoolean(System.getenv("APP_SEND_COPIES"));
        String signature = System.getenv("APP_SIGNING_PASSPHRASE");
        return arguments -> {
            while (true) {
                for (String address :
                        database.queryForList("SELECT address FROM invoice WHERE sent_at IS NULL", String.class)) {
                    SimpleMailMessage message = new SimpleMailMessage();
                    message.setTo(address);
                    message.setText(signature == null ? "Your invoice" : "Your signed invoice");
                    if (copies) {
                        message.setBcc("accounting@example.com");
                    }
                    sender.send(message);
                }
                Thread.sleep(Duration.ofMinutes(1).toMillis());
            }
        };
    }
}
