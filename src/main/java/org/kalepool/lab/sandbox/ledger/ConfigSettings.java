package org.kalepool.lab.sandbox.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** The network's settings as ledger entries, so that clients can read limits and fees. */
public final class ConfigSettings {
  private ConfigSettings() {}

  /**
   * The settings that a network with these rules has as ledger entries.
   *
   * @param ledgerMillis how often a ledger closes
   * @return settings by ConfigSettingID, without their cost parameters
   */
  public static Map<Key, StoredEntry> of(NetworkRules rules, long ledgerMillis) {
    Limits limits = rules.limits();
    FeeRates rates = rules.rates();
    Map<Key, StoredEntry> settings = new LinkedHashMap<>();
    put(settings, 0, new XdrOut().int32(131_072));
    put(
        settings,
        1,
        new XdrOut()
            .int64(limits.instructions())
            .int64(limits.instructionsEach())
            .int64(rates.instructions())
            .int32(41_943_040));
    put(settings, 2, ledgerCost(limits, rates));
    put(settings, 3, new XdrOut().int64(rates.historical1Kb()));
    put(settings, 4, new XdrOut().int32(16_384).int64(rates.events1Kb()));
    put(
        settings,
        5,
        new XdrOut()
            .uint32(limits.transactionBytes())
            .int32(132_096)
            .int64(rates.transaction1Kb()));
    put(settings, 8, new XdrOut().int32(250));
    put(settings, 9, new XdrOut().int32(65_536));
    put(settings, 10, stateArchival(rules));
    put(settings, 11, new XdrOut().uint32(limits.transactions()));
    put(settings, 14, new XdrOut().int32(1));
    put(settings, 15, new XdrOut().int32(400).int64(rates.write1Kb()));
    put(
        settings,
        16,
        new XdrOut().uint32(ledgerMillis).int32(1_000).int32(1_000).int32(1_000).int32(1_000));
    return settings;
  }

  private static XdrOut ledgerCost(Limits limits, FeeRates rates) {
    return new XdrOut()
        .int32(1_000)
        .int32(3_500_000)
        .int32(1_000)
        .uint32(limits.writeBytes())
        .int32(200)
        .int32(200_000)
        .uint32(limits.writeEntriesEach())
        .int32(132_096)
        .int64(rates.diskReadEntry())
        .int64(rates.writeEntry())
        .int64(rates.diskRead1Kb())
        .int64(3_000_000_000L)
        .int64(rates.rent1Kb())
        .int64(rates.rent1Kb() * 10)
        .int32(5_000);
  }

  private static XdrOut stateArchival(NetworkRules rules) {
    return new XdrOut()
        .uint32(NetworkRules.MAX_TTL)
        .uint32(rules.minTempTtl())
        .uint32(rules.minPersistentTtl())
        .int64(rules.rates().persistentRentDenominator())
        .int64(rules.rates().temporaryRentDenominator())
        .int32(1_000)
        .int32(30)
        .int32(64)
        .int32(100_000)
        .int32(7);
  }

  private static void put(Map<Key, StoredEntry> settings, int id, XdrOut value) {
    String xdr = new XdrOut().int32(id).raw(value.bytes()).base64();
    settings.put(new Key.Config(id), StoredEntry.classic(new Data.Setting(xdr)));
  }
}
