/** Every service that the user's own rclone knows, through rclone's remote control. */
package dev.tandem.storage.rclone;
