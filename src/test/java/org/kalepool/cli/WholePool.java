package org.kalepool.cli;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.kalepool.lab.simulation.SimulationSettings;
import org.kalepool.web.OperatorKeyFile;
import org.kalepool.web.OperatorRole;

/** Everything but the outside world: all stages on one thread over a stepped sandbox. */
public final class WholePool implements QuarkusTestProfile {
  /** Of olga, who may do everything, and of victor, who only looks. */
  public static final String OLGAS_KEY = "olga-of-the-whole-pool";

  public static final String VICTORS_KEY = "victor-of-the-whole-pool";

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(WholePoolNode.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(SimulationSettings.of(WholePoolNode.NETWORK));
    settings.put("kale.work.stepped-hashes", "12000");
    settings.put("kale.exit.bond-after", "10m");
    settings.put("kale.auth.home-domain", "pool.example");
    // its page is looked at
    settings.put("mp.openapi.scan.disable", "false");
    settings.put(
        "kale.operator.key",
        OperatorKeyFile.entry("operator", "whole-pool-operator-whole-pool-operator").line()
            + ","
            + OperatorKeyFile.entry("olga", OLGAS_KEY).line()
            + ","
            + OperatorKeyFile.entry("victor", VICTORS_KEY, OperatorRole.VIEWER).line());
    return settings;
  }
}
