package org.kalepool.machine;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Envelopes;

/** Real envelopes, at one of whose steps the process ends, or that never reach the network. */
final class InterruptedEnvelopes implements Envelopes {
  /** Where the process ends. */
  enum Step {
    BEFORE_IT_IS_MADE,
    MADE,
    STORED,
    SENT,
    LANDED_AND_NOT_SEEN,
    SEEN_AND_NOT_NOTED,
    BUMP_MADE,
    BUMP_STORED,
    BUMP_SENT
  }

  /** The process has ended. */
  static final class KilledError extends Error {
    private static final long serialVersionUID = 1;

    KilledError(Step step) {
      super(step.name());
    }
  }

  private final Envelopes real;
  final List<Signed> sent = new CopyOnWriteArrayList<>();
  private volatile @Nullable Step step;
  private volatile boolean ofWorks;

  /** What is sent is lost on its way. */
  volatile boolean swallowing;

  InterruptedEnvelopes(Envelopes real) {
    this.real = real;
  }

  /** From now on, once. */
  void kill(Step at, boolean works) {
    ofWorks = works;
    step = at;
  }

  boolean isPending() {
    return step != null;
  }

  private synchronized void at(Step here, Call call) {
    if (step == here && ofWorks == call instanceof Call.Work) {
      step = null;
      throw new KilledError(here);
    }
  }

  @Override
  public Made make(Wanted wanted, int attempt, long used, int ledgers) {
    at(Step.BEFORE_IT_IS_MADE, wanted.call());
    Made made = real.make(wanted, attempt, used, ledgers);
    at(Step.MADE, wanted.call());
    return made;
  }

  @Override
  public Optional<Signed> bump(Wanted wanted, Signed waiting) {
    Optional<Signed> bump = real.bump(wanted, waiting);
    if (bump.isPresent()) {
      at(Step.BUMP_MADE, wanted.call());
    }
    return bump;
  }

  @Override
  public Sent send(Signed envelope, Call call, boolean first) {
    at(envelope.replaces() == null ? Step.STORED : Step.BUMP_STORED, call);
    if (swallowing && call instanceof Call.Work) {
      return new Sent.MayLand("swallowed");
    }
    sent.add(envelope);
    Sent answer = real.send(envelope, call, first);
    at(envelope.replaces() == null ? Step.SENT : Step.BUMP_SENT, call);
    return answer;
  }

  @Override
  public Fate fate(Signed envelope, Call call) {
    at(Step.LANDED_AND_NOT_SEEN, call);
    Fate fate = real.fate(envelope, call);
    at(Step.SEEN_AND_NOT_NOTED, call);
    return fate;
  }
}
