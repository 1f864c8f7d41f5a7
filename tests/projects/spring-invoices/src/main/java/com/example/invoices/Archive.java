package com.example.invoices;

import io.awspring.cloud.s3.S3Template;
import java.io.ByteArrayInputStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Keeps printed invoices in S3. */
@Component
public class Archive {
    private final S3Template s3;
    private final String bucket;

    public Archive(S3Template s3, @Value("${spring.cloud.aws.s3.bucket:invoices}") String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    public void keep(String name, byte[] document) {
        s3.upload(bucket, name, new ByteArrayInputStream(document));
    }
}
