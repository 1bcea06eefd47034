package org.kalepool.crash;

import java.io.FileWriter;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.work.miner.Assignment;
import org.stellar.sdk.xdr.TransactionEnvelope;

/**
 * Counts the places where state changes as the pool passes them, and halts at the one asked for, by
 * its number or the first of its name. It runs inside the child.
 *
 * <p>A point is before or after a commit of a transaction that wrote something, before or after a
 * writing statement outside a transaction, before a {@code sendTransaction}, and after the answer
 * to any call about a transaction. Answers that only read entries change nothing until they are
 * committed. A point's name is what is written or asked and the pool's methods that do it.
 */
public final class CrashPoints {
  /** Exit code of a process that was halted at its point. */
  static final int HALTED = 77;

  private static final int AT = Integer.getInteger("kale.crash.at", 0);
  private static final @Nullable String AT_NAME = System.getProperty("kale.crash.at-name");
  private static final @Nullable String LOG = System.getProperty("kale.crash.log");
  private static final Pattern WRITE =
      Pattern.compile(
          "\\b(insert\\s+into|update|delete\\s+from)\\s+([a-z_]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern WORD = Pattern.compile("'([A-Z][A-Z_]{3,11})'");
  private static final Pattern ENVELOPE =
      Pattern.compile("['\"](AAAA(?:[A-Za-z0-9+/]{4})+[A-Za-z0-9+/]{0,3}={0,2})['\"]");

  /** What contains another one's name comes before it. */
  private static final List<String> CALLS =
      List.of(
          "create_many",
          "turn_many",
          "plant_many",
          "settle_many",
          "stop_many",
          "work_many",
          "harvest_many",
          "claim",
          "plant",
          "work",
          "harvest");

  private static final Set<String> ASKED =
      Set.of("sendTransaction", "getTransaction", "simulateTransaction");
  private static final StackWalker STACK = StackWalker.getInstance();
  private static final Map<Object, TreeSet<String>> WRITTEN = new WeakHashMap<>();
  private static int passed;

  private CrashPoints() {}

  /** Called by instrumented code on entry. */
  public static synchronized void before(
      String what, Object self, @Nullable Object argument, @Nullable Object more) {
    switch (what) {
      case "commit" -> commit("before", self);
      case "rollback" -> WRITTEN.remove(self);
      case "statement" -> statement("before", self);
      default -> {
        if ("sendTransaction".equals(argument)) {
          pass("before sendTransaction" + call(String.valueOf(more)), false);
        }
      }
    }
  }

  /** Called by instrumented code before it returns. */
  public static synchronized void after(
      String what, Object self, @Nullable Object argument, @Nullable Object more) {
    switch (what) {
      case "commit" -> {
        commit("after", self);
        WRITTEN.remove(self);
      }
      case "rollback" -> {
        // Forgotten on entry.
      }
      case "statement" -> statement("after", self);
      default -> {
        if (argument instanceof String method && ASKED.contains(method)) {
          pass("answer to " + method + call(String.valueOf(more)), false);
        }
      }
    }
  }

  private static void commit(String when, Object connection) {
    Set<String> writes = WRITTEN.get(connection);
    if (writes != null) {
      pass(when + " commit [" + String.join(", ", writes) + "]", false);
    }
  }

  /** Within a transaction what was written is kept for its commit, if it changed any row. */
  private static void statement(String when, Object statement) {
    Set<String> writes = writes(statement.toString());
    if (writes.isEmpty()) {
      return;
    }
    boolean after = when.equals("after");
    boolean idle = after && (Integer) get(statement, "getUpdateCount") == 0;
    Object connection = connection(statement);
    if ((Boolean) get(connection, "getAutoCommit")) {
      pass(when + " [" + String.join(", ", writes) + "] by itself", idle);
    } else if (after && !idle) {
      WRITTEN.computeIfAbsent(connection, c -> new TreeSet<>()).addAll(writes);
    }
  }

  private static Set<String> writes(String sql) {
    Set<String> writes = new TreeSet<>();
    // What a row lock or an upsert says is no table.
    String plain = sql.replaceAll("(?i)\\b(for(\\s+no\\s+key)?|do)\\s+update\\b", "");
    Matcher write = WRITE.matcher(plain);
    while (write.find()) {
      writes.add(
          write.group(1).split("\\s+", 2)[0].toLowerCase(Locale.ROOT) + " " + write.group(2));
    }
    if (!writes.isEmpty()) {
      Matcher word = WORD.matcher(sql);
      while (word.find()) {
        writes.add(word.group(1));
      }
      writes.add(call(sql).strip());
      writes.remove("");
    }
    return writes;
  }

  private static Object connection(Object statement) {
    try {
      Field field = statement.getClass().getSuperclass().getDeclaredField("connection");
      field.setAccessible(true);
      return field.get(statement);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the driver's statements have changed", e);
    }
  }

  private static Object get(Object of, String getter) {
    try {
      Method method = of.getClass().getMethod(getter);
      method.setAccessible(true);
      return method.invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the driver has changed", e);
    }
  }

  /** Which call of the contract an envelope in the text makes; empty if there is no envelope. */
  private static String call(String text) {
    Matcher envelope = ENVELOPE.matcher(text);
    if (!envelope.find()) {
      return "";
    }
    String bytes =
        new String(Base64.getDecoder().decode(envelope.group(1)), StandardCharsets.ISO_8859_1);
    return CALLS.stream()
        .filter(bytes::contains)
        .findFirst()
        .map(c -> " of " + c)
        .orElseGet(() -> " of " + operations(envelope.group(1)));
  }

  private static String operations(String envelope) {
    try {
      TransactionEnvelope sent = TransactionEnvelope.fromXdrBase64(envelope);
      return Arrays.stream(
              (sent.getFeeBump() == null
                      ? sent.getV1()
                      : sent.getFeeBump().getTx().getInnerTx().getV1())
                  .getTx()
                  .getOperations())
          .map(operation -> operation.getBody().getDiscriminant().name())
          .collect(Collectors.joining("+"));
    } catch (IOException e) {
      throw new IllegalStateException("this is no transaction: " + envelope, e);
    }
  }

  /** Whether a hash has more zeros than were looked for. */
  public static boolean isLuck(Object assignment, long nonce, int zeros) {
    return ((Assignment) assignment).job().hash(nonce).zeros() > zeros;
  }

  /**
   * @param idle whether it turned out that nothing was changed
   */
  private static void pass(String what, boolean idle) {
    String by = whose();
    if (by.isEmpty()) {
      return;
    }
    passed++;
    String name = what + " in " + by;
    if (LOG != null) {
      note(passed + "\t" + name + (idle ? "\tidle" : "") + "\n");
    }
    if (passed == AT || name.equals(AT_NAME)) {
      System.err.println("crash point " + passed + ": " + name);
      System.err.flush();
      Runtime.getRuntime().halt(HALTED);
    }
  }

  /** The pool's two innermost methods, past those that serve everybody; empty if there is none. */
  private static String whose() {
    List<String> methods =
        STACK.walk(
            frames ->
                frames
                    .filter(f -> f.getClassName().startsWith("org.kalepool."))
                    .filter(
                        f ->
                            !f.getClassName()
                                .matches("org\\.kalepool\\.(cli|crash|db|schedule)\\..*"))
                    .filter(
                        f ->
                            !f.getClassName()
                                .matches(".*(RpcTransport|StellarRpc|_ClientProxy|_Subclass).*"))
                    .map(f -> simple(f.getClassName()) + "." + plain(f.getMethodName()))
                    .distinct()
                    .limit(2)
                    .collect(Collectors.toList()));
    return String.join(" < ", methods);
  }

  private static String simple(String className) {
    String name = className.substring(className.lastIndexOf('.') + 1);
    int lambda = name.indexOf("$$");
    return lambda < 0 ? name : name.substring(0, lambda);
  }

  private static String plain(String method) {
    return method.startsWith("lambda$") ? method.split("\\$", -1)[1] : method;
  }

  private static void note(String line) {
    try (FileWriter file =
        new FileWriter(java.util.Objects.requireNonNull(LOG), StandardCharsets.UTF_8, true)) {
      file.write(line);
    } catch (IOException e) {
      throw new IllegalStateException("the points cannot be noted", e);
    }
  }
}
