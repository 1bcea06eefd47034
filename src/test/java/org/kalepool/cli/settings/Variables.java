package org.kalepool.cli.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Settings that stand in the environment alone. */
public final class Variables {
  private Variables() {}

  /** These variables, and over them the others. */
  public static Settings with(Map<String, String> base, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(base);
    all.putAll(more);
    return new Settings(new Properties(), all, new Properties());
  }
}
