package org.kalepool.lab.sandbox.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.stellar.sdk.xdr.AlphaNum12;
import org.stellar.sdk.xdr.AlphaNum4;
import org.stellar.sdk.xdr.Asset;
import org.stellar.sdk.xdr.AssetType;
import org.stellar.sdk.xdr.ChangeTrustAsset;
import org.stellar.sdk.xdr.TrustLineAsset;

/**
 * A classic asset; null stands for lumens wherever an asset may be native.
 *
 * @param code one to twelve letters and digits
 * @param issuer the account that issues it
 */
public record CreditAsset(String code, Address issuer) implements Comparable<CreditAsset> {
  public void write(XdrOut out) {
    boolean isShort = code.length() <= 4;
    byte[] padded = Arrays.copyOf(code.getBytes(StandardCharsets.UTF_8), isShort ? 4 : 12);
    out.int32(isShort ? 1 : 2).raw(padded);
    XdrAddresses.writeAccount(out, issuer);
  }

  public static void write(XdrOut out, @Nullable CreditAsset asset) {
    if (asset == null) {
      out.int32(0);
    } else {
      asset.write(out);
    }
  }

  /** As asset contracts name it: {@code CODE:ISSUER}, or {@code native}. */
  public static String name(@Nullable CreditAsset asset) {
    return asset == null ? "native" : asset.code + ":" + asset.issuer;
  }

  public static @Nullable CreditAsset of(Asset asset) {
    return of(asset.getDiscriminant(), asset.getAlphaNum4(), asset.getAlphaNum12());
  }

  /** Null for lumens and for pool shares, which the sandbox does not have. */
  public static @Nullable CreditAsset of(ChangeTrustAsset asset) {
    return of(asset.getDiscriminant(), asset.getAlphaNum4(), asset.getAlphaNum12());
  }

  public static @Nullable CreditAsset of(TrustLineAsset asset) {
    return of(asset.getDiscriminant(), asset.getAlphaNum4(), asset.getAlphaNum12());
  }

  private static @Nullable CreditAsset of(
      AssetType type, @Nullable AlphaNum4 four, @Nullable AlphaNum12 twelve) {
    if (type == AssetType.ASSET_TYPE_CREDIT_ALPHANUM4 && four != null) {
      return new CreditAsset(
          text(four.getAssetCode().getAssetCode4()), XdrAddresses.address(four.getIssuer()));
    }
    if (type == AssetType.ASSET_TYPE_CREDIT_ALPHANUM12 && twelve != null) {
      return new CreditAsset(
          text(twelve.getAssetCode().getAssetCode12()), XdrAddresses.address(twelve.getIssuer()));
    }
    return null;
  }

  private static String text(byte[] padded) {
    int end = padded.length;
    while (end > 0 && padded[end - 1] == 0) {
      end--;
    }
    return new String(padded, 0, end, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(CreditAsset other) {
    int byCode = code.compareTo(other.code);
    return byCode != 0 ? byCode : issuer.compareTo(other.issuer);
  }
}
