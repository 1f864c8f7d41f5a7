"""The object store that keeps the pictures."""

import os

import boto3


def client():
    """Connect to the store that the charm is integrated with."""
    return boto3.client(
        "s3",
        endpoint_url=os.environ.get("S3_ENDPOINT"),
        region_name=os.environ.get("S3_REGION"),
        aws_access_key_id=os.environ["S3_ACCESS_KEY"],
        aws_secret_access_key=os.environ["S3_SECRET_KEY"],
    )


def put(key: str, content: bytes) -> None:
    """Store a picture."""
    client().put_object(Bucket=os.environ["S3_BUCKET"], Key=key, Body=content)


def get(key: str) -> bytes:
    """Fetch a picture."""
    return client().get_object(Bucket=os.environ["S3_BUCKET"], Key=key)["Body"].read()


def remove(key: str) -> None:
    """Throw a picture away."""
    client().delete_object(Bucket=os.environ["S3_BUCKET"], Key=key)
