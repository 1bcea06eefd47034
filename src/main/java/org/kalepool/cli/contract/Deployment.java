package org.kalepool.cli.contract;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.kalepool.cli.CommandException;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.PoolContracts.Deployed;

/**
 * The contracts as one account deploys them. What it makes has a salt of the code's hash and all
 * that it is made with, so its address is known beforehand, and a second run with the same finds
 * what the first has made. Each step looks at the chain first.
 */
public final class Deployment {
  /** Of a contract whose code is not there yet, and so cannot be simulated: an ample guess. */
  private static final Xlm MAKING = Xlm.parse("0.5");

  private static final int MOST_LOOKS = 10;

  private final PoolContracts contracts;
  private final Terms terms;
  private final Network network;

  /**
   * Who may do what with them.
   *
   * @param deployer the account that signs and pays
   * @param admin of split and pool
   * @param operator of the pool contract
   * @param life most ledgers that a vault's stake can be out
   * @param wanted which contracts; {@link Deployable#VAULT}'s code comes with the pool contract
   */
  public record Terms(
      Address deployer, Address admin, Address operator, long life, Set<Deployable> wanted) {
    public Terms {
      wanted = Set.copyOf(wanted);
    }

    /** Whether its code is uploaded. */
    private boolean uploads(Deployable contract) {
      return wanted.contains(contract == Deployable.VAULT ? Deployable.POOL : contract);
    }

    private boolean makes(Deployable contract) {
      return contract.isMadeOnce() && wanted.contains(contract);
    }
  }

  /** What this needs of the network beside reading it. */
  public interface Network {
    /** KALE's own contract. */
    Address farm();

    /** The most that a call would cost now. */
    Xlm quote(ContractCall call);

    /** Brings it to its end; empty if the chain has to be looked at. */
    Optional<Outcome.Landed> land(ContractCall call) throws InterruptedException;
  }

  public Deployment(PoolContracts contracts, Terms terms, Network network) {
    this.contracts = contracts;
    this.terms = terms;
    this.network = network;
  }

  /**
   * Something that is not there yet.
   *
   * @param label what it is, for people
   * @param most what it may cost
   * @param guessed whether that is no figure of the network's
   */
  public record Step(String label, ContractCall call, Xlm most, boolean guessed) {}

  /** What is missing, in the order in which it is made, with what each costs at most. */
  public List<Step> missing() {
    List<Step> steps = new ArrayList<>();
    for (Deployable each : Deployable.values()) {
      if (terms.uploads(each) && !isUploaded(each)) {
        ContractCall upload = new ContractCall.Upload(each.base64());
        steps.add(new Step("the code of " + each.label(), upload, network.quote(upload), false));
      }
    }
    if (terms.makes(Deployable.SPLIT) && contracts.deployed(contracts.ofXlm()).isEmpty()) {
      ContractCall xlm = new ContractCall.CreateNative();
      steps.add(new Step("the contract of XLM", xlm, network.quote(xlm), false));
    }
    for (Deployable each : Deployable.values()) {
      if (terms.makes(each) && there(each).isEmpty()) {
        ContractCall create = creation(each);
        boolean guessed = !isUploaded(each);
        Xlm most = guessed ? MAKING : network.quote(create);
        steps.add(new Step("the contract " + each.label(), create, most, guessed));
      }
    }
    return steps;
  }

  /**
   * Makes all that is missing, one after the other, and verifies all of it on the chain.
   *
   * @return the contracts' ids
   * @throws CommandException if one cannot be made, or is another than the committed one
   */
  public Map<Deployable, Address> carryOut(Consumer<String> log) throws InterruptedException {
    for (int looks = 0; ; looks++) {
      List<Step> steps = missing();
      if (steps.isEmpty()) {
        return verified();
      }
      if (looks > MOST_LOOKS * Deployable.values().length) {
        throw new CommandException(
            steps.getFirst().label() + " is not on the chain, though it was sent several times");
      }
      Step next = steps.getFirst();
      Optional<Outcome.Landed> landed = network.land(next.call());
      log.accept(
          landed
              .map(it -> next.label() + ": in ledger " + it.ledger() + ", " + it.fee() + " XLM")
              .orElse(next.label() + ": looked for again"));
    }
  }

  private Map<Deployable, Address> verified() {
    Map<Deployable, Address> ids = new EnumMap<>(Deployable.class);
    for (Deployable each : Deployable.values()) {
      if (terms.makes(each)) {
        Deployed on =
            there(each).orElseThrow(() -> new CommandException("no contract " + each.label()));
        if (!Objects.equals(on.code(), each.hash())) {
          throw new CommandException(
              "%s has the code %s, not the committed %s: configure nothing of it"
                  .formatted(id(each), on.code(), each.hash().hex()));
        }
        ids.put(each, id(each));
      }
    }
    return ids;
  }

  /** Code that is archived is uploaded anew, which brings it back. */
  private boolean isUploaded(Deployable contract) {
    OptionalLong until = contracts.codeLiveUntil(contract.hash());
    return until.isPresent() && until.getAsLong() > 0;
  }

  private Optional<Deployed> there(Deployable contract) {
    return contracts.deployed(id(contract));
  }

  /** Where the contract is, or will be. */
  Address id(Deployable contract) {
    return contracts.address(terms.deployer(), salt(contract));
  }

  private ContractCall.Create creation(Deployable contract) {
    return new ContractCall.Create(
        terms.deployer(), contract.hash(), salt(contract), arguments(contract));
  }

  private List<ContractCall.Argument> arguments(Deployable contract) {
    ContractCall.Argument admin = new ContractCall.Whom(terms.admin());
    ContractCall.Argument asset = new ContractCall.Whom(contracts.ofKale());
    return switch (contract) {
      case SPLIT -> List.of(admin, asset, new ContractCall.Whom(contracts.ofXlm()));
      case POOL ->
          List.of(
              admin,
              new ContractCall.Whom(terms.operator()),
              new ContractCall.Whom(network.farm()),
              asset,
              new ContractCall.Digest(Deployable.VAULT.hash()),
              new ContractCall.Count(terms.life()));
      case BATCH, VAULT -> List.of();
    };
  }

  /**
   * Of all that the contract is made with, so that another of these makes another contract. Never
   * changed: by it what was deployed before is found again.
   */
  private Hash salt(Deployable contract) {
    StringBuilder text = new StringBuilder("kale-pool ").append(contract.label()).append(' ');
    text.append(contract.hash().hex());
    for (ContractCall.Argument argument : arguments(contract)) {
      text.append(' ')
          .append(
              switch (argument) {
                case ContractCall.Whom whom -> whom.address().text();
                case ContractCall.Digest digest -> digest.hash().hex();
                case ContractCall.Count number -> Long.toString(number.value());
              });
    }
    return Hash.of(Sha256.of(text.toString()));
  }
}
