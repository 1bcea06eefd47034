package org.kalepool.machine;

/** The program's version, as the backend is told. */
final class MachineVersion {
  static final String TEXT = text();

  private MachineVersion() {}

  private static String text() {
    String version = MachineVersion.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
