package org.kalepool.cli.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.kalepool.cli.CommandException;
import org.kalepool.kale.Address;
import org.kalepool.wallet.SecretText;
import org.kalepool.wallet.WalletAddress;

/** Reads the files with a pooler's key and secret; who may read them is looked at before. */
final class PoolerFiles {
  private static final Pattern KEY = Pattern.compile("kp_[A-Za-z0-9_-]{43}");

  private PoolerFiles() {}

  /**
   * The key.
   *
   * @throws CommandException if there is none; the message tells nothing of it
   */
  static String key(Path file) {
    String text = new String(read("--key-file", file)).strip();
    if (!KEY.matcher(text).matches()) {
      throw new CommandException(
          "--key-file: " + file + " holds no pooler's key, which is kp_ and 43 characters");
    }
    return text;
  }

  /** The account whose secret is in the file. */
  static Address wallet(Path file) {
    char[] secret = read("--secret-file", file);
    try {
      return WalletAddress.of(secret);
    } catch (IllegalArgumentException e) {
      throw new CommandException("--secret-file: " + file + ": " + e.getMessage());
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  private static char[] read(String option, Path file) {
    try {
      return SecretText.read(file);
    } catch (IOException e) {
      throw new CommandException(
          option + ": " + file + " cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }
}
