/** S3 and compatible services as storages. */
package dev.tandem.storage.s3;
