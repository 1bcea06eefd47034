package org.kalepool.farmer;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;
import org.kalepool.web.OperatorKeyFile;

/** The API on a network of accounts only, for a pooler with room for a dozen. */
public final class ApiProfile implements QuarkusTestProfile {
  public static final String OPERATOR_KEY = "operators-only-0123456789";

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(StepwiseChain.class, RequestedTransactions.class, RoundBooks.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "kale.operator.key", OperatorKeyFile.entry("operator", OPERATOR_KEY).line(),
        "kale.pooler.max-farmers", "500",
        "kale.auth.home-domain", "pool.example",
        "kale.network.passphrase", "Test SDF Network ; September 2015",
        // No timers: the tests say when something happens.
        "kale.stepped", "true");
  }
}
