package org.kalepool.farmer;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.kalepool.testing.FakeContracts;
import org.kalepool.testing.NoticeReceiver;
import org.kalepool.web.OperatorKeyFile;

/** The API on a network of accounts only, for a pooler with room for a dozen. */
public final class ApiProfile implements QuarkusTestProfile {
  public static final String OPERATOR_KEY = "operators-only-0123456789";

  /** That makes vaults. */
  static final Address POOL_CONTRACT = Address.contract(Sha256.of("pool contract"));

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(
        StepwiseChain.class, RequestedTransactions.class, RoundBooks.class, FakeContracts.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(NoticeReceiver.settings());
    settings.put("kale.operator.key", OperatorKeyFile.entry("operator", OPERATOR_KEY).line());
    settings.put("kale.pooler.max-farmers", "500");
    settings.put("kale.network.passphrase", "Test SDF Network ; September 2015");
    settings.put("kale.http.public-url", "http://pool.example");
    settings.put("kale.batch.contract-id", Address.contract(Sha256.of("batch")).text());
    settings.put("kale.vault.contract-id", POOL_CONTRACT.text());
    settings.put("mp.openapi.scan.disable", "false");
    // No timers: the tests say when something happens.
    settings.put("kale.stepped", "true");
    return settings;
  }
}
