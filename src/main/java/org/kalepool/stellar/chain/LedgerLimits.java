package org.kalepool.stellar.chain;

import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.SorobanData;
import org.kalepool.stellar.xdr.Xdr;
import org.stellar.sdk.xdr.ConfigSettingContractLedgerCostV0;
import org.stellar.sdk.xdr.ConfigSettingID;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.LedgerKey;

/**
 * How much all contract calls of a ledger may declare, by the network's settings.
 *
 * @param bytes of the transactions themselves
 */
record LedgerLimits(
    long instructions, long writeEntries, long writeBytes, long bytes, long transactions) {
  private static final LedgerKey COMPUTE =
      LedgerKeys.setting(ConfigSettingID.CONFIG_SETTING_CONTRACT_COMPUTE_V0);
  private static final LedgerKey COST =
      LedgerKeys.setting(ConfigSettingID.CONFIG_SETTING_CONTRACT_LEDGER_COST_V0);
  private static final LedgerKey BANDWIDTH =
      LedgerKeys.setting(ConfigSettingID.CONFIG_SETTING_CONTRACT_BANDWIDTH_V0);
  private static final LedgerKey LANES =
      LedgerKeys.setting(ConfigSettingID.CONFIG_SETTING_CONTRACT_EXECUTION_LANES);

  /** What they are read from. */
  static final List<LedgerKey> KEYS = List.of(COMPUTE, COST, BANDWIDTH, LANES);

  /**
   * By these settings; null if one of them is missing.
   *
   * @throws org.kalepool.stellar.xdr.XdrException if one is something else
   */
  static @Nullable LedgerLimits of(EntryReader settings) {
    LedgerEntryData compute = settings.data(COMPUTE);
    LedgerEntryData cost = settings.data(COST);
    LedgerEntryData bandwidth = settings.data(BANDWIDTH);
    LedgerEntryData lanes = settings.data(LANES);
    if (compute == null || cost == null || bandwidth == null || lanes == null) {
      return null;
    }
    return Xdr.understand(
        "the ledger's limits",
        () -> {
          ConfigSettingContractLedgerCostV0 written =
              cost.getConfigSetting().getContractLedgerCost();
          return new LedgerLimits(
              compute.getConfigSetting().getContractCompute().getLedgerMaxInstructions().getInt64(),
              Xdr.value(written.getLedgerMaxWriteLedgerEntries()),
              Xdr.value(written.getLedgerMaxWriteBytes()),
              Xdr.value(
                  bandwidth.getConfigSetting().getContractBandwidth().getLedgerMaxTxsSizeBytes()),
              Xdr.value(
                  lanes.getConfigSetting().getContractExecutionLanes().getLedgerMaxTxCount()));
        });
  }

  /**
   * The part of a ledger that a call takes of what it takes most of.
   *
   * @param size bytes of its transaction
   */
  double part(SorobanData data, long size) {
    return DoubleStream.of(
            part(data.instructions(), instructions),
            part(data.readWrite().size(), writeEntries),
            part(data.writeBytes(), writeBytes),
            part(size, bytes),
            part(1, transactions))
        .max()
        .orElse(0);
  }

  private static double part(long taken, long most) {
    return most <= 0 ? 1 : Math.min(1, (double) taken / most);
  }
}
