package org.kalepool.ops;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.kalepool.stellar.lanes.FlyingTransactions;
import org.kalepool.testing.EventLog;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeNetwork;
import org.kalepool.testing.FakeTransactions;
import org.kalepool.testing.StagesProfile;
import org.kalepool.web.OperatorKeyFile;

/** The stages with an operators' key. */
public final class OperatorsProfile implements QuarkusTestProfile {
  static final String KEY = "operators-only-0123456789";
  static final String ALICES_KEY = "alice-only-0123456789";

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(new StagesProfile().getConfigOverrides());
    settings.put(
        "kale.operator.key",
        OperatorKeyFile.entry("operator", KEY).line()
            + ","
            + OperatorKeyFile.entry("alice", ALICES_KEY).line());
    return settings;
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(
        FakeChain.class,
        FakeNetwork.class,
        FakeTransactions.class,
        EventLog.class,
        FlyingTransactions.class);
  }
}
