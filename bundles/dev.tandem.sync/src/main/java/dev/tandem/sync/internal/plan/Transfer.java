package dev.tandem.sync.internal.plan;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.internal.model.Item.Unknown;
import dev.tandem.sync.internal.plan.AttributeMerge.Merged;
import java.util.Optional;
import java.util.function.Consumer;

/** Notes the steps by which one side becomes what the other one is, once that is decided. */
final class Transfer {
    private final PlanRules rules;
    private final Steps steps;
    private final AttributeMerge merge;

    Transfer(PlanRules rules, Steps steps) {
        this.rules = rules;
        this.steps = steps;
        this.merge = new AttributeMerge(rules.matrix(), rules.attributes(), rules.granularity());
    }

    /** Notes what keeps two items of one content in step. */
    Remains settle(Node node, Place place) {
        Present left = (Present) node.of(Side.LEFT);
        Present right = (Present) node.of(Side.RIGHT);
        if (!(left instanceof DirectoryItem)) {
            forgetBelow(node, place, Side.LEFT);
        }
        Optional<Base> base = node.base().filter(known -> known.left().type() == left.type());
        Merged merged = merge.merge(base, left, right);
        boolean set = set(node, place, Side.LEFT, merged) | set(node, place, Side.RIGHT, merged);
        boolean known = base.isPresent() && Change.sameContent(base.get().left(), left);
        if (merged.alone()) {
            steps.skip(place.left(), "its attributes differ, which is left alone", false);
        }
        if (!set && !(merged.alone() && known) && !node.isNoted()) {
            adopt(node, place, left, right);
        }
        return Remains.BOTH;
    }

    private boolean set(Node node, Place place, Side side, Merged merged) {
        return setAttributes(place.on(side), side, (Present) node.of(side), merged.of(side),
                "its attributes changed on the " + name(side.other()));
    }

    private boolean setAttributes(RawPath path, Side on, Present here, Attributes wanted, String reason) {
        if (merge.equal(here.type(), here.attributes(), wanted)) {
            return false;
        }
        steps.add(new Step.SetAttributes(on, path, here, wanted, reason));
        return true;
    }

    private void adopt(Node node, Place place, Present left, Present right) {
        Base now = new Base(left, right, isYoung(left) || isYoung(right));
        if (!node.base().equals(Optional.of(now))) {
            steps.add(new Step.Adopt(place.left(), now));
        }
    }

    /** A file changed in the moment it is read may change again without its time telling. */
    private boolean isYoung(Present item) {
        return item instanceof FileItem
                && item.attributes().modified() >= Attributes.nanoseconds(rules.began()) - rules.granularity();
    }

    /** Notes what gives the other side what {@code from} has, with all below. */
    Remains follow(Node node, Place place, Side from, String reason) {
        Side to = from.other();
        if (node.of(from) instanceof Unknown(String why)) {
            return unknown(node, place.on(from), why);
        }
        if (node.of(to) instanceof Unknown(String why)) {
            return unknown(node, place.on(to), why);
        }
        Item wanted = node.of(from);
        if (Subtree.isObstacle(wanted)) {
            return Remains.now(node, false);
        }
        if (Subtree.isObstacle(node.of(to)) && wanted.isPresent()) {
            steps.skip(place.on(to), "something that does not take part is in the way", true);
            return Remains.now(node, true);
        }
        return switch (wanted) {
            case DirectoryItem directory -> followDirectory(node, place, from, directory, reason);
            case Present item -> followValue(node, place, from, item, item.attributes(), reason);
            default -> remove(node, place, to, reason, steps::add);
        };
    }

    private Remains unknown(Node node, RawPath path, String why) {
        steps.skip(path, why, true);
        return Remains.now(node, true);
    }

    private Remains followDirectory(Node node, Place place, Side from, DirectoryItem wanted, String reason) {
        Side to = from.other();
        if (node.of(to) instanceof DirectoryItem here) {
            adoptOrSet(node, place, from, wanted, here, reason);
        } else {
            if (node.of(to) instanceof Present inTheWay) {
                steps.clear(new Step.Delete(to, place.on(to), inTheWay, reason));
            }
            makeDirectory(node, place, from, reason);
        }
        for (Node child : node.children()) {
            follow(child, place.of(child), from, reason);
        }
        return Remains.BOTH;
    }

    private void adoptOrSet(Node node, Place place, Side from, Present wanted, Present here, String reason) {
        Side to = from.other();
        if (!setAttributes(place.on(to), to, here, wanted.attributes(), reason)) {
            adopt(node, place, (Present) node.of(Side.LEFT), (Present) node.of(Side.RIGHT));
        }
    }

    /** Notes that the other side gets a directory. */
    void makeDirectory(Node node, Place place, Side from, String reason) {
        Side to = from.other();
        steps.add(new Step.MakeDirectory(to, place.on(to), place.on(from), (DirectoryItem) node.of(from), reason));
    }

    /**
     * Notes what gives the other side the content of {@code from}, while each keeps the attributes it changed alone.
     */
    Remains followContent(Node node, Place place, Side from, String reason) {
        if (!hasOneType(node) || !(node.of(from) instanceof Present wanted) || wanted instanceof DirectoryItem) {
            return follow(node, place, from, reason);
        }
        Merged merged = merge.merge(node.base(), (Present) node.of(Side.LEFT), (Present) node.of(Side.RIGHT));
        long modified = wanted.attributes().modified();
        setAttributes(place.on(from), from, wanted, merged.of(from).withModified(modified), reason);
        return followValue(node, place, from, wanted, merged.of(from.other()).withModified(modified), reason);
    }

    /** Tells whether the base and both sides have something of one type. */
    private static boolean hasOneType(Node node) {
        return node.base().isPresent() && node.of(Side.LEFT) instanceof Present left
                && node.of(Side.RIGHT) instanceof Present right && left.type() == right.type()
                && left.type() == node.base().get().left().type();
    }

    private Remains followValue(Node node, Place place, Side from, Present wanted, Attributes attributes,
            String reason) {
        Side to = from.other();
        Item expected = node.of(to);
        if (expected instanceof Present here && Change.sameContent(wanted, here)) {
            adoptOrSet(node, place, from, wanted, here, reason);
            return Remains.BOTH;
        }
        if (expected instanceof DirectoryItem) {
            if (!Subtree.isClearable(node, to)) {
                steps.skip(place.on(to), "it holds something that is not removed, and cannot give way", true);
                return Remains.now(node, true);
            }
            remove(node, place, to, reason, steps::clear);
            expected = Item.ABSENT;
        } else {
            forgetBelow(node, place, from);
        }
        steps.add(new Step.Copy(to, place.on(to), place.on(from), wanted, expected, attributes, reason));
        return Remains.BOTH;
    }

    private Remains remove(Node node, Place place, Side side, String reason, Consumer<Step.Delete> sink) {
        Item item = node.of(side);
        if (item == Item.ABSENT) {
            forget(node, place);
            return Remains.NOTHING;
        }
        Remains below = Remains.NOTHING;
        for (Node child : node.children()) {
            below = below.or(remove(child, place.of(child), side, reason, sink));
        }
        if (!Subtree.takesPart(item) || below.on(side)) {
            return Remains.only(side, below.told());
        }
        sink.accept(new Step.Delete(side, place.on(side), (Present) item, reason));
        return Remains.NOTHING;
    }

    /** Notes that the base forgets what neither side has. */
    void forget(Node node, Place place) {
        if (node.base().isPresent()) {
            steps.add(new Step.Forget(place.key()));
        }
    }

    /** Notes that the base forgets what one side does not have of what is below. */
    void forgetBelow(Node node, Place place, Side side) {
        for (Node child : node.children()) {
            if (child.of(side).isPresent()) {
                forgetBelow(child, place.of(child), side);
            } else {
                forget(child, place.of(child));
            }
        }
    }

    /**
     * Notes the copy of all that one side has below {@code source} by then to the other side, where nothing is.
     *
     * @param node what is copied, also where it gets another name before
     */
    void copyAll(Node node, Side from, RawPath source, RawPath target, String reason) {
        switch (node.of(from)) {
            case DirectoryItem directory -> {
                steps.add(new Step.MakeDirectory(from.other(), target, source, directory, reason));
                for (Node child : node.children()) {
                    if (child.of(from) instanceof Present item) {
                        copyAll(child, from, source.child(item.name()), target.child(item.name()), reason);
                    } else if (child.of(from) instanceof Unknown(String why)) {
                        steps.skip(source.child(child.key()), why, true);
                    }
                }
            }
            case Present item when !Subtree.isObstacle(item) -> steps.add(new Step.Copy(from.other(), target, source,
                    item.renamed(source.name()), Item.ABSENT, reason));
            default -> { }
        }
    }

    static String name(Side side) {
        return side == Side.LEFT ? "left" : "right";
    }
}
