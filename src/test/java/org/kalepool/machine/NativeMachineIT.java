package org.kalepool.machine;

import java.io.IOException;
import java.util.List;
import org.kalepool.blackbox.PoolBinary;

/** {@code pool pooler} as the native binary, with its calls and its stream. */
class NativeMachineIT extends MachineProcessTest {
  @Override
  List<String> program() throws IOException {
    return List.of(PoolBinary.file().toAbsolutePath().toString());
  }
}
