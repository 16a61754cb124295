package org.vmcore.model;

import org.vmcore.io.Fault;

/** A file used up its budget of memory reads or of time, or the report's. */
public final class BudgetSpent extends Fault {
  private static final long serialVersionUID = 1L;

  public BudgetSpent(String budget) {
    this(budget, "");
  }

  BudgetSpent(String budget, String remedy) {
    super("budget spent: " + budget, "", remedy);
  }
}
