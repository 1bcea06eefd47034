package org.kalepool.stellar.xdr;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.stellar.sdk.xdr.AlphaNum12;
import org.stellar.sdk.xdr.AlphaNum4;
import org.stellar.sdk.xdr.Asset;
import org.stellar.sdk.xdr.AssetCode12;
import org.stellar.sdk.xdr.AssetCode4;
import org.stellar.sdk.xdr.AssetType;
import org.stellar.sdk.xdr.ChangeTrustAsset;
import org.stellar.sdk.xdr.ContractIDPreimage;
import org.stellar.sdk.xdr.ContractIDPreimageType;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.Hash;
import org.stellar.sdk.xdr.HashIDPreimage;
import org.stellar.sdk.xdr.TrustLineAsset;

/** The classic asset behind KALE in the three forms that XDR has for it, and its contract's id. */
public final class Assets {
  private Assets() {}

  static Asset xlm() {
    Asset asset = new Asset();
    asset.setDiscriminant(AssetType.ASSET_TYPE_NATIVE);
    return asset;
  }

  public static Asset asset(String code, Address issuer) {
    Asset asset = new Asset();
    asset.setDiscriminant(type(code));
    if (code.length() <= 4) {
      asset.setAlphaNum4(alphaNum4(code, issuer));
    } else {
      asset.setAlphaNum12(alphaNum12(code, issuer));
    }
    return asset;
  }

  public static TrustLineAsset trustLineAsset(String code, Address issuer) {
    TrustLineAsset asset = new TrustLineAsset();
    asset.setDiscriminant(type(code));
    if (code.length() <= 4) {
      asset.setAlphaNum4(alphaNum4(code, issuer));
    } else {
      asset.setAlphaNum12(alphaNum12(code, issuer));
    }
    return asset;
  }

  static ChangeTrustAsset changeTrustAsset(String code, Address issuer) {
    ChangeTrustAsset asset = new ChangeTrustAsset();
    asset.setDiscriminant(type(code));
    if (code.length() <= 4) {
      asset.setAlphaNum4(alphaNum4(code, issuer));
    } else {
      asset.setAlphaNum12(alphaNum12(code, issuer));
    }
    return asset;
  }

  /** The address of the Stellar Asset Contract of this asset on this network (CAP-46-6). */
  public static Address contractOf(String passphrase, String code, Address issuer) {
    return contractOf(passphrase, asset(code, issuer));
  }

  /** The same of XLM. */
  public static Address contractOfXlm(String passphrase) {
    return contractOf(passphrase, xlm());
  }

  private static Address contractOf(String passphrase, Asset asset) {
    ContractIDPreimage of = new ContractIDPreimage();
    of.setDiscriminant(ContractIDPreimageType.CONTRACT_ID_PREIMAGE_FROM_ASSET);
    of.setFromAsset(asset);
    HashIDPreimage.HashIDPreimageContractID id = new HashIDPreimage.HashIDPreimageContractID();
    id.setNetworkID(new Hash(Sha256.of(passphrase)));
    id.setContractIDPreimage(of);
    HashIDPreimage preimage = new HashIDPreimage();
    preimage.setDiscriminant(EnvelopeType.ENVELOPE_TYPE_CONTRACT_ID);
    preimage.setContractID(id);
    return Address.contract(Sha256.of(Xdr.bytes(preimage::encode)));
  }

  private static AssetType type(String code) {
    return code.length() <= 4
        ? AssetType.ASSET_TYPE_CREDIT_ALPHANUM4
        : AssetType.ASSET_TYPE_CREDIT_ALPHANUM12;
  }

  private static AlphaNum4 alphaNum4(String code, Address issuer) {
    AlphaNum4 asset = new AlphaNum4();
    asset.setAssetCode(new AssetCode4(padded(code, 4)));
    asset.setIssuer(Xdr.accountId(issuer));
    return asset;
  }

  private static AlphaNum12 alphaNum12(String code, Address issuer) {
    AlphaNum12 asset = new AlphaNum12();
    asset.setAssetCode(new AssetCode12(padded(code, 12)));
    asset.setIssuer(Xdr.accountId(issuer));
    return asset;
  }

  private static byte[] padded(String code, int length) {
    return Arrays.copyOf(code.getBytes(StandardCharsets.US_ASCII), length);
  }
}
