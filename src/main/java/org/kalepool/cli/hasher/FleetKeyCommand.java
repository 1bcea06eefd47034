package org.kalepool.cli.hasher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.Callable;
import org.kalepool.cli.CommandException;
import org.kalepool.work.fleet.BrokerKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a key for the fleet's broker: the seed for a machine, the public part for the broker. */
@Command(
    name = "fleet-key",
    mixinStandardHelpOptions = true,
    description = {
      "Makes an NKey for the fleet's broker: writes the seed into a file that only its owner can"
          + " read,",
      "and prints the public key for the broker's configuration."
    })
public final class FleetKeyCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE", description = "Where the seed goes; must be new.")
  private Path file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    BrokerKey key = BrokerKey.make(new SecureRandom());
    try (SeekableByteChannel out =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      out.write(ByteBuffer.wrap((key.seed() + "\n").getBytes(StandardCharsets.US_ASCII)));
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(file + " is there already and stays as it is");
    } catch (IOException e) {
      throw new CommandException(file + " cannot be written: " + e.getMessage());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(key.id());
    out.flush();
    return 0;
  }
}
