package org.kalepool.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;
import org.kalepool.stellar.lanes.FlyingTransactions;
import org.kalepool.web.OperatorKeyFile;
import org.kalepool.web.OperatorRole;

/**
 * The stages on a stepped clock, over a chain and transactions that the test moves by hand, with
 * operators of each role. One profile for many, since each costs the suite a build of the
 * application.
 */
public final class StagesProfile implements QuarkusTestProfile {
  public static final String KEY = "operators-only-0123456789";
  public static final String ALICES_KEY = "alice-only-0123456789";

  /** Of olga, who is no admin, and of victor, who only looks. */
  public static final String OLGAS_KEY = "olga-only-0123456789";

  public static final String VICTORS_KEY = "victor-only-0123456789";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "kale.stepped",
        "true",
        "kale.stepped.start",
        "2026-01-01T00:00:00Z",
        "kale.pooler.generate-wallet",
        "true",
        "kale.plant.opening-ledger",
        "false",
        "kale.operator.key",
        OperatorKeyFile.entry("operator", KEY).line()
            + ","
            + OperatorKeyFile.entry("alice", ALICES_KEY).line()
            + ","
            + OperatorKeyFile.entry("olga", OLGAS_KEY, OperatorRole.OPERATOR).line()
            + ","
            + OperatorKeyFile.entry("victor", VICTORS_KEY, OperatorRole.VIEWER).line());
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(
        FakeChain.class,
        FakeContracts.class,
        FakeNetwork.class,
        FakeTransactions.class,
        EventLog.class,
        FlyingTransactions.class);
  }
}
