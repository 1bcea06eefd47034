package org.kalepool.stellar;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/**
 * Calls of the pool's own contracts and of the assets', and what makes contracts
 * (docs/contracts.md). One a transaction.
 */
public sealed interface ContractCall extends Call {
  /**
   * Accounts that have to authorise it. The transaction's source does so by its signature, the
   * others by entries of their own.
   */
  Set<Address> authorizers();

  /** A call of a function of a contract that is there. */
  sealed interface Invocation extends ContractCall {
    Address contract();
  }

  /**
   * Stores a contract's code, which is found by its SHA-256 afterwards.
   *
   * @param code wasm, in base64
   */
  record Upload(String code) implements ContractCall {
    @Override
    public Set<Address> authorizers() {
      return Set.of();
    }
  }

  /**
   * Makes a contract of code that is there; by whom and with which salt decides its address.
   *
   * @param deployer the transaction's source
   * @param code the code's SHA-256
   */
  record Create(Address deployer, Hash code, Hash salt, List<Argument> arguments)
      implements ContractCall {
    public Create {
      arguments = List.copyOf(arguments);
    }

    @Override
    public Set<Address> authorizers() {
      return Set.of(deployer);
    }
  }

  /** Makes the contract of XLM, which a network has once; its address is known beforehand. */
  record CreateNative() implements ContractCall {
    @Override
    public Set<Address> authorizers() {
      return Set.of();
    }
  }

  /** What a contract is made with. */
  sealed interface Argument {}

  /** An account or a contract. */
  record Whom(Address address) implements Argument {}

  /** A hash of 32 bytes. */
  record Digest(Hash hash) implements Argument {}

  /** An unsigned number of 32 bits. */
  record Count(long value) implements Argument {}

  /**
   * Appends terms to the list of a split contract.
   *
   * @param admin of the contract
   * @param basisPoints the pooler's share
   * @param wallet the pooler's
   */
  record AddTerms(Address contract, Address admin, int basisPoints, Address wallet)
      implements Invocation {
    @Override
    public Set<Address> authorizers() {
      return Set.of(admin);
    }
  }

  /**
   * Pays out a farmer by a split contract: all KALE of its custodial account.
   *
   * @param earned the sum of what the parts were earned with
   * @param payout the payout wallet
   * @param parts one for each pooler with whom something is to be shared or settled
   * @param xlm to the payout wallet, too
   */
  record ExecuteSplit(
      Address contract,
      UUID farmer,
      Kale earned,
      Address payout,
      Address custodial,
      List<Part> parts,
      Xlm xlm)
      implements Invocation {
    public ExecuteSplit {
      parts = List.copyOf(parts);
    }

    @Override
    public Set<Address> authorizers() {
      Set<Address> all = new LinkedHashSet<>();
      all.add(custodial);
      parts.stream().filter(Part::pays).map(Part::wallet).forEach(all::add);
      return all;
    }
  }

  /**
   * What is between the farmer and one pooler.
   *
   * @param wallet the pooler's, which all the versions name
   * @param pays whether it owes more than its share, so that its wallet pays the difference
   * @param owed what it owes of a compensation
   * @param earned by version of its terms
   */
  record Part(Address wallet, boolean pays, Kale owed, List<Earned> earned) {
    public Part {
      earned = List.copyOf(earned);
    }
  }

  /**
   * What was earned under one version of the terms.
   *
   * @param version its place in the contract's list
   */
  record Earned(int version, Kale amount) {}

  /**
   * Pays an asset by its contract, to an account or a contract.
   *
   * @param contract the asset's
   * @param stroops positive
   */
  record Transfer(Address contract, Address from, Address to, long stroops) implements Invocation {
    @Override
    public Set<Address> authorizers() {
      return Set.of(from);
    }
  }

  /**
   * Pays KALE from a custodial account to several by a split contract, all or nothing.
   *
   * @param contract the split contract
   */
  record Pay(Address contract, Address custodial, List<Payment> payments) implements Invocation {
    public Pay {
      payments = List.copyOf(payments);
    }

    @Override
    public Set<Address> authorizers() {
      return Set.of(custodial);
    }
  }

  /**
   * What one of them gets.
   *
   * @param to an account or a contract
   */
  record Payment(Address to, Kale amount) {}

  /**
   * Pays a wallet what a split contract holds for it, since it could not be paid its share.
   *
   * @param contract the split contract
   * @param wallet a pooler's
   */
  record Collect(Address contract, Address wallet) implements Invocation {
    @Override
    public Set<Address> authorizers() {
      return Set.of();
    }
  }

  /** What is done about the lives of contracts and their code. */
  sealed interface Life extends ContractCall {
    List<Living> entries();

    @Override
    default Set<Address> authorizers() {
      return Set.of();
    }
  }

  /**
   * Has entries live at least so many ledgers from now on; those that do stay as they are, and so
   * do those that are archived.
   */
  record Extend(List<Living> entries, long ledgers) implements Life {
    public Extend {
      entries = List.copyOf(entries);
    }
  }

  /** Brings archived entries back; those that live stay as they are. */
  record Restore(List<Living> entries) implements Life {
    public Restore {
      entries = List.copyOf(entries);
    }
  }

  /** An entry whose life has an end. */
  sealed interface Living {}

  /** A contract: which code it has, and what it keeps with that. */
  record Instance(Address contract) implements Living {}

  /** Code, by its SHA-256. */
  record Code(Hash hash) implements Living {}

  /** What an asset's contract keeps of what another contract has of the asset. */
  record Balance(Address asset, Address contract) implements Living {}

  /**
   * Has the bond pay what is missing of a vault's principal that was stopped so long ago that no
   * stake can be out.
   *
   * @param contract the vault
   */
  record Claim(Address contract) implements Invocation {
    @Override
    public Set<Address> authorizers() {
      return Set.of();
    }
  }
}
