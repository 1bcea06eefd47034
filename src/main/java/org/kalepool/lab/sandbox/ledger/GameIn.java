package org.kalepool.lab.sandbox.ledger;

import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Pail;
import org.kalepool.lab.sandbox.xdr.ScValReader;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.stellar.sdk.xdr.ContractExecutableType;
import org.stellar.sdk.xdr.SCContractInstance;
import org.stellar.sdk.xdr.SCMapEntry;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;

/**
 * Reads KALE's and the asset contracts' values, whoever wrote them; empty for what they are not.
 */
final class GameIn {
  private GameIn() {}

  static Optional<Data> instance(SCContractInstance instance) {
    if (instance.getStorage() == null) {
      return Optional.empty();
    }
    SCMapEntry[] storage = instance.getStorage().getSCMap();
    if (instance.getExecutable().getDiscriminant()
        == ContractExecutableType.CONTRACT_EXECUTABLE_STELLAR_ASSET) {
      return asset(storage);
    }
    return farm(storage, Hash.of(instance.getExecutable().getWasm_hash().getHash()));
  }

  private static Optional<Data> asset(SCMapEntry[] storage) {
    SCVal admin = find(storage, "Admin");
    SCVal info = find(storage, "AssetInfo");
    if (admin == null || info == null || info.getVec().getSCVec().length != 2) {
      return Optional.empty();
    }
    SCMapEntry[] asset = info.getVec().getSCVec()[1].getMap().getSCMap();
    SCVal code = find(asset, "asset_code");
    SCVal issuer = find(asset, "issuer");
    if (code == null || issuer == null || !(ScValReader.of(code) instanceof Val.Str(String name))) {
      return Optional.empty();
    }
    Address account = Address.account(issuer.getBytes().getSCBytes());
    return Optional.of(
        new Data.AssetInstance(
            new CreditAsset(name, account), XdrAddresses.address(admin.getAddress())));
  }

  private static Optional<Data> farm(SCMapEntry[] storage, Hash code) {
    SCVal observed = find(storage, "FarmBlock");
    SCVal asset = find(storage, "HomesteadAsset");
    SCVal homesteader = find(storage, "Homesteader");
    Optional<Block> block = observed == null ? Optional.empty() : block(observed);
    if (block.isEmpty() || asset == null || homesteader == null) {
      return Optional.empty();
    }
    Long index = number(find(storage, "FarmIndex"));
    SCVal paused = find(storage, "FarmPaused");
    Farm farm =
        new Farm(
            XdrAddresses.address(homesteader.getAddress()),
            XdrAddresses.address(asset.getAddress()),
            index == null ? 0 : index,
            block.get(),
            paused != null && paused.getB());
    return Optional.of(new Data.FarmInstance(farm, code));
  }

  static Optional<Pail> pail(SCVal value) {
    if (value.getDiscriminant() != SCValType.SCV_MAP) {
      return Optional.empty();
    }
    SCMapEntry[] map = value.getMap().getSCMap();
    Long sequence = number(find(map, "sequence"));
    BigInteger stake = big(find(map, "stake"));
    return sequence == null || stake == null
        ? Optional.empty()
        : Optional.of(
            new Pail(sequence, number(find(map, "gap")), stake, number(find(map, "zeros"))));
  }

  static Optional<Block> block(SCVal value) {
    if (value.getDiscriminant() != SCValType.SCV_MAP) {
      return Optional.empty();
    }
    SCMapEntry[] map = value.getMap().getSCMap();
    Long timestamp = number(find(map, "timestamp"));
    Long minGap = number(find(map, "min_gap"));
    BigInteger minStake = big(find(map, "min_stake"));
    Long minZeros = number(find(map, "min_zeros"));
    Long maxGap = number(find(map, "max_gap"));
    BigInteger maxStake = big(find(map, "max_stake"));
    Long maxZeros = number(find(map, "max_zeros"));
    SCVal entropy = find(map, "entropy");
    BigInteger staked = big(find(map, "staked_total"));
    BigInteger normalized = big(find(map, "normalized_total"));
    if (timestamp == null || minGap == null || minStake == null || minZeros == null) {
      return Optional.empty();
    }
    if (maxGap == null || maxStake == null || maxZeros == null || entropy == null) {
      return Optional.empty();
    }
    return staked == null || normalized == null
        ? Optional.empty()
        : Optional.of(
            new Block(
                timestamp,
                minGap,
                minStake,
                minZeros,
                maxGap,
                maxStake,
                maxZeros,
                Hash.of(entropy.getBytes().getSCBytes()),
                staked,
                normalized));
  }

  /** The value under a symbol, or under a list of one symbol. */
  private static @Nullable SCVal find(SCMapEntry[] map, String name) {
    for (SCMapEntry entry : map) {
      String key = ScValReader.of(entry.getKey()).text();
      if (key.equals(name) || key.equals("[" + name + "]")) {
        return entry.getVal();
      }
    }
    return null;
  }

  private static @Nullable Long number(@Nullable SCVal value) {
    Val read = value == null ? Val.none() : ScValReader.of(value);
    return switch (read) {
      case Val.U32(long number) -> number;
      case Val.U64(long number) -> number;
      default -> null;
    };
  }

  private static @Nullable BigInteger big(@Nullable SCVal value) {
    return value != null && ScValReader.of(value) instanceof Val.I128(BigInteger number)
        ? number
        : null;
  }
}
