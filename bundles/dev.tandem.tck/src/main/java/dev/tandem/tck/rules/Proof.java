package dev.tandem.tck.rules;

/** What shows that a rule holds. */
public interface Proof {
    /**
     * Returns if the rule holds in {@code place}.
     *
     * @throws Skipped        where there is nothing to prove
     * @throws AssertionError where the rule is broken
     * @throws Exception      what the storage throws where it should not
     */
    void of(Place place) throws Exception;
}
