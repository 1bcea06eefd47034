package org.kalepool.ops;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.kalepool.stellar.FlyingTransactions;
import org.kalepool.testing.EventLog;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeTransactions;
import org.kalepool.testing.StagesProfile;

/** The stages with an operators' key. */
public final class OperatorsProfile implements QuarkusTestProfile {
  static final String KEY = "operators-only-0123456789";

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(new StagesProfile().getConfigOverrides());
    settings.put("kale.operator.key", KEY);
    return settings;
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(
        FakeChain.class, FakeTransactions.class, EventLog.class, FlyingTransactions.class);
  }
}
