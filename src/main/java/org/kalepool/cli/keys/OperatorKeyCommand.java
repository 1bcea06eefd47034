package org.kalepool.cli.keys;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.DataFolder;
import org.kalepool.cli.settings.Settings;
import org.kalepool.web.OperatorKeyFile;
import org.kalepool.web.OperatorKeyFile.Entry;
import org.kalepool.web.OperatorRole;
import org.kalepool.web.Token;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pool operator-key NAME}: makes a key, shows it once, and keeps its hash. */
@Command(
    name = "operator-key",
    mixinStandardHelpOptions = true,
    description = {
      "Make an operator's key. It is shown once; the pool keeps its hash, under the operator's"
          + " name, which the audit shows for all that is done with it.",
      "A pool that runs with this file lets it in at once. To shut an operator out, take the line"
          + " away."
    })
public final class OperatorKeyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "whose it is; one key has one name")
  private String name = "";

  @Option(
      names = "--role",
      defaultValue = "admin",
      description =
          "viewer (only looks), operator (acts on farmers, transactions and the hashing) or admin"
              + " (also on poolers, keys, terms and books; default)")
  private String role = "admin";

  @Option(
      names = "--file",
      description =
          "where the hash goes (default: kale.operator.key-file, or operator-keys in --data)")
  private @Nullable Path file;

  @Option(
      names = "--data",
      defaultValue = "data/pool",
      description = "folder of a pool without that setting (default: ${DEFAULT-VALUE})")
  private Path data;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (!OperatorKeyFile.isName(name)) {
      throw new CommandException(
          "'"
              + name
              + "' cannot be an operator's name: up to 40 small letters, digits, dots, dashes and"
              + " underscores, a letter first, and not farmer, pool, pooler, restore or anybody");
    }
    OperatorRole may =
        OperatorRole.of(role)
            .orElseThrow(
                () ->
                    new CommandException(
                        "'" + role + "' is no operator's role: viewer, operator or admin"));
    Path target =
        file != null
            ? file
            : Settings.ofThisProcess()
                .get(OperatorKeyFile.FILE)
                .map(Path::of)
                .orElse(data.resolve(DataFolder.OPERATOR_KEYS));
    try {
      List<Entry> entries = known(target);
      if (entries.stream().anyMatch(entry -> entry.name().equals(name))) {
        throw new CommandException(
            target + " has a key of " + name + ": take the line away first, or use another name");
      }
      byte[] secret = new byte[32];
      new SecureRandom().nextBytes(secret);
      String key = Token.of("ko", secret);
      entries.add(OperatorKeyFile.entry(name, key, may));
      write(target, entries);
      tell(key, target);
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(target + " cannot be written: " + e, e);
    }
  }

  private void tell(String key, Path target) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        "added "
            + name
            + " as "
            + role
            + " to "
            + target
            + ". A pool that was started with this file lets it in at once; start any other anew."
            + " This is shown only once:");
    Path old = target.resolveSibling(DataFolder.OLD_OPERATOR_KEY);
    if (target.endsWith(DataFolder.OPERATOR_KEYS) && Files.exists(old)) {
      err.println(old + " has a key as it is, which goes on being good: put it away and delete it");
    }
    err.flush();
    PrintWriter out = spec.commandLine().getOut();
    out.println(key);
    out.flush();
  }

  /** What is there; a key that stands there as it is becomes its hash. */
  private static List<Entry> known(Path target) throws IOException {
    Path old = target.resolveSibling(DataFolder.OLD_OPERATOR_KEY);
    boolean own = target.endsWith(DataFolder.OPERATOR_KEYS);
    Optional<Path> source =
        Files.exists(target)
            ? Optional.of(target)
            : own && Files.exists(old) ? Optional.of(old) : Optional.empty();
    if (source.isEmpty()) {
      return new ArrayList<>();
    }
    String text = Files.readString(source.get());
    if (OperatorKeyFile.saysNobody(text)) {
      return new ArrayList<>();
    }
    try {
      return new ArrayList<>(OperatorKeyFile.read(text, source.get().toString(), true));
    } catch (IllegalArgumentException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    }
  }

  /** All or nothing, readable by its owner alone. */
  private static void write(Path target, List<Entry> entries) throws IOException {
    Path folder = Optional.ofNullable(target.toAbsolutePath().getParent()).orElse(Path.of("/"));
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path fresh =
        Files.createTempFile(
            folder,
            "operator",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(fresh, entries.stream().map(Entry::line).toList());
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
