package org.kalepool.schedule;

import java.util.UUID;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Which farmer and block the log lines of this thread are about, for as long as it is open: the
 * fields {@code farmer} and {@code block} of a JSON line, the same words in a plain one. Restores
 * what was there before.
 */
public final class LogContext implements AutoCloseable {
  private static final String FARMER = "farmer";
  private static final String BLOCK = "block";

  private final @Nullable Object farmerBefore;
  private final @Nullable Object blockBefore;

  private LogContext() {
    farmerBefore = MDC.get(FARMER);
    blockBefore = MDC.get(BLOCK);
  }

  /** A null leaves the field as it is. */
  public static LogContext of(@Nullable UUID farmer, @Nullable Long block) {
    LogContext context = new LogContext();
    put(FARMER, farmer);
    put(BLOCK, block);
    return context;
  }

  /** About no farmer and no block: a new thread has inherited those of whoever started it. */
  public static LogContext none() {
    LogContext context = new LogContext();
    MDC.remove(FARMER);
    MDC.remove(BLOCK);
    return context;
  }

  @Override
  public void close() {
    restore(FARMER, farmerBefore);
    restore(BLOCK, blockBefore);
  }

  private static void put(String field, @Nullable Object value) {
    if (value != null) {
      MDC.put(field, value.toString());
    }
  }

  private static void restore(String field, @Nullable Object before) {
    if (before == null) {
      MDC.remove(field);
    } else {
      MDC.put(field, before);
    }
  }
}
