package org.kalepool.lab.step;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kalepool.schedule.TaskRunner;
import org.kalepool.schedule.Tasks;

/**
 * Keeps tasks in the order of their first submission until {@link #runAll} runs them on the
 * caller's thread: the same calls give the same run, every time.
 */
public final class SteppedTasks implements Tasks {
  /** Runs of one task, in one go, after which it is known to ask for itself for ever. */
  static final int FOR_EVER = 10_000;

  private final Map<String, Runnable> waiting = new LinkedHashMap<>();
  private final TaskRunner runner;

  SteppedTasks(TaskRunner runner) {
    this.runner = runner;
  }

  @Override
  public void submit(String key, Runnable task) {
    submitEverywhere(key, runner.farming(task));
  }

  @Override
  public synchronized void submitEverywhere(String key, Runnable task) {
    waiting.putIfAbsent(key, task);
  }

  /**
   * Runs what waits, and what that submits, until nothing does.
   *
   * @return how many tasks ran
   * @throws EndlessTasks if one of them submits itself for ever
   */
  public int runAll() {
    return runAll(FOR_EVER);
  }

  /**
   * As {@link #runAll()}, with another measure of what is for ever.
   *
   * @param most runs of any one task
   */
  public int runAll(int most) {
    int ran = 0;
    Map<String, Integer> runs = new HashMap<>();
    for (Map.Entry<String, Runnable> next = poll(); next != null; next = poll()) {
      runner.run(next.getKey(), next.getValue());
      ran++;
      if (runs.merge(next.getKey(), 1, Integer::sum) > most) {
        throw new EndlessTasks(next.getKey(), most);
      }
    }
    return ran;
  }

  private synchronized Map.@org.jspecify.annotations.Nullable Entry<String, Runnable> poll() {
    var all = waiting.entrySet().iterator();
    if (!all.hasNext()) {
      return null;
    }
    Map.Entry<String, Runnable> first =
        Map.entry(all.next().getKey(), waiting.values().iterator().next());
    waiting.remove(first.getKey());
    return first;
  }
}
