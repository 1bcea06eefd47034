package org.kalepool.stellar.lanes;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;
import org.kalepool.stellar.FakeNode;
import org.kalepool.stellar.rpc.TestNetwork;
import org.kalepool.testing.FakeSigner;
import org.kalepool.testing.FarmRows;

/** The real lanes on a real database, over a fake node, on one thread and a stepped clock. */
public final class LanesProfile implements QuarkusTestProfile {
  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(FakeNode.class, FakeSigner.class, FarmRows.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "kale.stepped",
        "true",
        "kale.network.passphrase",
        TestNetwork.PASSPHRASE,
        "kale.contract.id",
        TestNetwork.CONTRACT,
        "kale.asset",
        TestNetwork.ASSET,
        "kale.fee.max-inclusion",
        "300",
        "kale.transactions.max-in-flight",
        "3");
  }
}
