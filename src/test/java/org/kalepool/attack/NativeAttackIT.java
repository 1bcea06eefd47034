package org.kalepool.attack;

import java.util.List;

/** The attacks on the native binary. */
class NativeAttackIT extends AttackSuite {
  @Override
  public List<String> command() {
    return AttackedPool.binary();
  }

  @Override
  public List<String> smallCommand() {
    return List.of(
        AttackedPool.binary().getFirst(), "-Xmx" + HEAP, "-XX:MaxDirectMemorySize=" + 4L * BODY);
  }
}
