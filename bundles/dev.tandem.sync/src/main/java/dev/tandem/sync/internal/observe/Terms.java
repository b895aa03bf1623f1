package dev.tandem.sync.internal.observe;

import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.Comparison;
import dev.tandem.sync.NameRules;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Agreement;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.model.Item.LinkItem;
import dev.tandem.sync.internal.plan.Names;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.replica.Traits;
import dev.tandem.sync.internal.replica.Traits.Times;
import dev.tandem.sync.internal.version.Sides;
import java.util.Arrays;

/** On what terms two sides are compared: which names mean the same, which attributes count, which stamps are believed. */
public final class Terms {
    private final Sides sides;
    private final Names names;
    private final Agreement agreement;
    private final Stamps leftStamps;
    private final Stamps rightStamps;

    /** The terms of two sides, by rules as far as both can keep to them. */
    public Terms(Sides sides, NameRules nameRules, AttributeRules rules) {
        this.sides = sides;
        Traits one = sides.left().traits();
        Traits other = sides.right().traits();
        this.names = new Names(nameRules.foldCase() || !one.caseSensitive() || !other.caseSensitive(),
                nameRules.normalize() || !one.keepsUnicode() || !other.keepsUnicode());
        int mask = rules.permissionMask() & one.permissionMask() & other.permissionMask();
        boolean times = rules.times() && one.means().times() == Times.SET && other.means().times() == Times.SET;
        this.agreement = new Agreement(new AttributeRules(times, mask,
                rules.owner() && one.owners() && other.owners(),
                rules.extended() && one.extended() && other.extended()),
                Math.max(one.timeGranularity(), other.timeGranularity()));
        this.leftStamps = new Stamps(one);
        this.rightStamps = new Stamps(other);
    }

    Replica of(Side side) {
        return sides.of(side);
    }

    /** Returns which spellings mean the same. */
    public Names names() {
        return names;
    }

    /** Returns which attributes count as equal, as far as both sides can hold them. */
    public Agreement agreement() {
        return agreement;
    }

    /** Returns how files are compared that were never seen equal: not by times that tell nothing of what is in a file. */
    public Comparison comparison(Comparison asked) {
        boolean telling = of(Side.LEFT).traits().means().times() != Times.OWN
                && of(Side.RIGHT).traits().means().times() != Times.OWN;
        return asked == Comparison.SIZE_AND_TIME && !telling ? Comparison.CONTENT : asked;
    }

    /**
     * Returns what a side has at a path. Where it has no directories by themselves, it has all that the other side has:
     * that nothing is in one says neither that it was never made nor that somebody deleted it.
     */
    Item implied(Side side, Item here, Item there) {
        boolean implies = !of(side).traits().means().directories() && of(side.other()).traits().means().directories();
        return implies && here == Item.ABSENT && there instanceof DirectoryItem directory
                ? new DirectoryItem(directory.name(), false, Attributes.NONE) : here;
    }

    Stamps stamps(Side side) {
        return side == Side.LEFT ? leftStamps : rightStamps;
    }

    /** Tells whether nothing that counts differs; files whose content is not known are not equal to any. */
    boolean equal(Item.Present one, Item.Present other) {
        return switch (one) {
            case FileItem file -> other instanceof FileItem twin && file.size() == twin.size() && file.isRead()
                    && file.content().equals(twin.content()) && agree(one, other, false);
            // The times and permissions of a link itself are hardly anybody's business.
            case LinkItem link -> other instanceof LinkItem twin && Arrays.equals(link.target(), twin.target());
            case DirectoryItem _ -> other instanceof DirectoryItem && agree(one, other, true);
            case Item.SpecialItem _ -> false;
        };
    }

    private boolean agree(Item.Present one, Item.Present other, boolean directory) {
        return agreement.same(one.attributes(), other.attributes(), directory);
    }
}
