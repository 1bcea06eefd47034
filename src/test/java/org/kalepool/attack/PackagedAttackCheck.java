package org.kalepool.attack;

import java.util.List;

/** The attacks on the packaged pool in a JVM. */
class PackagedAttackCheck extends AttackSuite {
  @Override
  public List<String> command() {
    return AttackedPool.jvm();
  }

  @Override
  public List<String> smallCommand() {
    return AttackedPool.launcher();
  }
}
