//! Any number of workers gives the same bits, whatever they do together.

use kindred::load::{LoadOptions, load_bytes};
use kindred::measure::metrics::METRICS;
use kindred::measure::{Outcome, Run};
use kindred::model::{MODELS, Value, Values};
use kindred::random::Random;
use kindred::session::{EvaluateSpec, FitSpec, SHARED, Session};
use kindred::team::{Team, Workers, side_by_side};

/// Ratings of people of two tastes, as a table.
fn table(people: u32, items: u32, share: f64) -> String {
    let mut random = Random::new(3);
    let mut rows = String::from("user,item,rating,timestamp\n");
    for user in 0..people {
        for item in 0..items {
            if random.uniform() < share {
                let liked = if user % 2 == item % 2 { 3.0 } else { 1.0 };
                let value = liked + f64::from(random.below(5)) * 0.5;
                rows += &format!("u{user},i{item},{value},{}\n", 1_000_000 + random.below(100_000));
            }
        }
    }
    rows
}

fn session(people: u32, items: u32, share: f64) -> Session {
    let table = table(people, items, share);
    let mut session = Session::new();
    session.set_loaded(load_bytes(&[("ratings.csv", table.as_bytes())], LoadOptions::default()).unwrap());
    session
}

fn values(set: &[(&str, &str)]) -> Values {
    set.iter().map(|&(name, text)| (name.to_owned(), Value::Text(text.to_owned()))).collect()
}

/// Takes all steps with so many workers; how many there were.
fn finish(session: &mut Session, workers: usize) -> usize {
    let mut team = Team::new(session, Workers::Exactly(workers)).unwrap();
    let mut steps = 1;
    while !team.step(session).unwrap().done {
        steps += 1;
    }
    steps
}

/// A model, whether its ratings are choices, and its parameters.
type Trained<'a> = (&'a str, bool, &'a [(&'a str, &'a str)]);

fn trained_by_several_has_the_same_bits(session: &mut Session, trained: &[Trained]) {
    for (model, implicit, set) in trained {
        let spec = FitSpec {
            model: (*model).to_owned(),
            params: values(set),
            implicit: *implicit,
            ..FitSpec::default()
        };
        let mut train = |workers| {
            session.begin_fit(&spec).unwrap();
            let steps = finish(session, workers);
            session.finish_fit().unwrap();
            (steps, session.save_model().unwrap())
        };
        let (_, alone) = train(1);
        for workers in [2, 3, 7] {
            assert!(train(workers).1 == alone, "{model} {set:?} with {workers} workers");
        }
    }
}

#[test]
fn a_model_trained_by_several_has_the_same_bits() {
    let trained: [Trained; 7] = [
        ("als", true, &[("epochs", "3"), ("factors", "96")]),
        ("als", false, &[("epochs", "3"), ("factors", "96"), ("solver", "cholesky")]),
        ("item_knn", false, &[]),
        ("item_knn", true, &[("neighbours", "20")]),
        ("rp3beta", true, &[]),
        ("hybrid", false, &[("factors", "48"), ("rating_epochs", "1"), ("order_epochs", "2")]),
        ("hybrid", false, &[("order", "neighbours"), ("rating_epochs", "1")]),
    ];
    trained_by_several_has_the_same_bits(&mut session(2400, 160, 0.3), &trained);
}

#[test]
fn blocks_learned_by_several_have_the_same_bits() {
    let trained: [Trained; 13] = [
        ("mf", false, &[("epochs", "3"), ("factors", "200")]),
        ("mf", true, &[("epochs", "2")]),
        ("mf", false, &[("epochs", "3"), ("factors", "120"), ("optimizer", "adam"), ("validation", "0.2")]),
        ("mf", false, &[("epochs", "2"), ("factors", "450"), ("optimizer", "sgd")]),
        ("bpr", true, &[("epochs", "2")]),
        ("bpr", false, &[("epochs", "2"), ("factors", "450"), ("popularity", "0.5")]),
        ("svdpp", false, &[("epochs", "3"), ("factors", "200")]),
        ("svdpp", true, &[("epochs", "2")]),
        // Whoever helps has to find the pairs first.
        ("item_pairs", false, &[("epochs", "3")]),
        ("item_pairs", true, &[("epochs", "2"), ("optimizer", "sgd"), ("labels", "continuous")]),
        ("hashed_lr", true, &[("bits", "12"), ("epochs", "2")]),
        ("hashed_lr", false, &[("bits", "17"), ("signed", "true"), ("regularization", "1e-6")]),
        // Others have heard of its parts before those in blocks begin.
        ("hybrid", false, &[("factors", "200"), ("rating_epochs", "2"), ("order_epochs", "1")]),
    ];
    // Of two to four groups, and so few ratings that there is one block.
    for (people, items, share) in [(1500, 260, 0.6), (90, 70, 0.2)] {
        trained_by_several_has_the_same_bits(&mut session(people, items, share), &trained);
    }
}

#[test]
fn a_matrix_inverted_by_several_has_the_same_bits_over_items_and_over_people() {
    for (people, items) in [(760, 700), (700, 760)] {
        let trained: [Trained; 2] = [("ease", false, &[]), ("ease", true, &[("regularization", "50")])];
        trained_by_several_has_the_same_bits(&mut session(people, items, 0.1), &trained);
    }
}

#[test]
fn a_training_that_others_go_on_with_has_the_same_bits() {
    let mut few = session(1200, 160, 0.3);
    let mut many = session(1500, 260, 0.6);
    for (model, set) in [
        ("als", &[("epochs", "3"), ("factors", "96")][..]),
        ("hybrid", &[("factors", "48"), ("rating_epochs", "2"), ("order_epochs", "2")]),
        ("mf", &[("epochs", "4"), ("optimizer", "adam"), ("validation", "0.1")]),
        ("bpr", &[("epochs", "4")]),
        ("svdpp", &[("epochs", "3"), ("factors", "400")]),
        ("item_pairs", &[("epochs", "3"), ("factors", "200")]),
        ("hashed_lr", &[("epochs", "3"), ("bits", "10")]),
    ] {
        let session = if model == "hashed_lr" { &mut many } else { &mut few };
        let spec = FitSpec { model: model.to_owned(), params: values(set), ..FitSpec::default() };
        session.begin_fit(&spec).unwrap();
        let mut states = Vec::new();
        while !session.step_fit().unwrap().done {
            states.extend(session.checkpoint_fit().unwrap());
        }
        session.finish_fit().unwrap();
        let alone = session.save_model().unwrap();
        assert!(states.len() >= 2, "{model}: {} checkpoints", states.len());
        for state in states {
            session.resume_fit(&spec, &state).unwrap();
            finish(session, 3);
            session.finish_fit().unwrap();
            assert!(session.save_model().unwrap() == alone, "{model}");
        }
        let other = FitSpec { seed: Some(7), ..spec };
        assert!(session.resume_fit(&other, &[0; 99]).is_err());
        assert!(session.step_fit().is_err(), "nothing is under way");
    }
}

/// A run without what it took.
fn outcome(session: &mut Session, run: &Run, workers: usize) -> Outcome {
    session.begin_run(run).unwrap();
    finish(session, workers);
    session.finish_run(run.clone()).unwrap()
}

#[test]
fn what_several_measure_has_the_same_bits_for_every_model_and_metric() {
    let mut session = session(170, 30, 0.4);
    let metrics: Vec<String> =
        METRICS.iter().map(|m| format!("{}{}", m.name, if m.at { "@5" } else { "" })).collect();
    for entry in MODELS {
        for split in ["random:0.2", "people:0.3", "users:50:100"] {
            let (model, split) = (entry.name.to_owned(), split.to_owned());
            let run = Run {
                model,
                split,
                metrics: metrics.clone(),
                seed: 7,
                compared: true,
                share: 1.0,
                train_share: 1.0,
                ..Run::default()
            };
            let alone = outcome(&mut session, &run, 1);
            assert!(alone.metrics.len() > 3, "{:?}", alone.metrics);
            for workers in [2, 3, 7] {
                let together = outcome(&mut session, &run, workers);
                assert_eq!(together, alone, "{} on {} with {workers} workers", run.model, run.split);
            }
        }
    }
}

#[test]
fn runs_side_by_side_are_those_of_one_after_the_other() {
    let session = session(330, 40, 0.4);
    let run = |(row, model): (usize, &str)| Run {
        row,
        model: model.to_owned(),
        split: "random:0.2".to_owned(),
        seed: 7,
        compared: true,
        share: 1.0,
        train_share: 1.0,
        ..Run::default()
    };
    let runs: Vec<Run> =
        ["als", "auto", "mf", "nothing", "popularity"].into_iter().enumerate().map(run).collect();
    let work = |session: &mut Session, team: &mut Team, run: &Run| {
        let mut done = || {
            session.begin_run(run)?;
            while !team.step(session)?.done {}
            session.finish_run(run.clone())
        };
        done().unwrap_or_else(|why| run.clone().failed(&why.to_string()))
    };
    let mut told = 0;
    let alone = side_by_side(&session, &runs, Workers::Exactly(1), work, |_| told += 1).unwrap();
    assert_eq!((alone.len(), told), (5, 5));
    assert!(alone[3].failed.is_some() && alone[1].chosen.is_some());
    for workers in [2, 3, 7] {
        assert_eq!(side_by_side(&session, &runs, Workers::Exactly(workers), work, |_| ()).unwrap(), alone);
    }
}

#[test]
fn those_whose_training_is_shared_are_known_and_begun_last() {
    let (mut few, mut many) = (session(700, 260, 0.4), session(1500, 260, 0.6));
    let mut has_rounds = |model: &str| {
        // What is learned in blocks is shared where these are worth it.
        let (session, set): (_, &[_]) = match model {
            "mf" | "bpr" | "svdpp" | "item_pairs" => (&mut few, &[("factors", "1024")]),
            "hashed_lr" => (&mut many, &[("bits", "10")]),
            _ => (&mut few, &[]),
        };
        let params = values(set);
        session.begin_fit(&FitSpec { model: model.to_owned(), params, ..FitSpec::default() }).unwrap();
        loop {
            if session.round().is_some() {
                return true;
            }
            if session.step().unwrap().done {
                return false;
            }
        }
    };
    let shared: Vec<&str> = MODELS.iter().map(|entry| entry.name).filter(|name| has_rounds(name)).collect();
    let mut known = SHARED.to_vec();
    known.sort_by_key(|name| MODELS.iter().position(|entry| entry.name == *name));
    assert_eq!(shared, known);
    let run = |model: &str| Run { model: model.to_owned(), ..Run::default() };
    assert_eq!(Session::queue(&["als", "fm", "item_knn", "bias"].map(run)), [1, 3, 0, 2]);
}

#[test]
fn data_go_to_another_session_as_bytes() {
    let mut first = session(330, 40, 0.4);
    let pieces: Vec<_> = (0..3).map(|number| first.data_piece(number, true).unwrap()).collect();
    let mut second = Session::new();
    assert_eq!([0, 1, 2].map(|at| second.take_piece(&pieces[at]).unwrap()), [false, false, true]);
    assert_eq!(second.ratings().unwrap(), first.ratings().unwrap());
    let mut cut = Session::new();
    assert!(!cut.take_piece(&pieces[0]).unwrap() && cut.take_piece(&[]).is_err());
    assert!(Session::new().take_piece(&pieces[1]).is_err());
    assert!(Session::new().take_piece(&[]).is_err() && Session::new().data_piece(0, true).is_err());
    // What one says the other understands, and answers as the first would.
    let params = values(&[("epochs", "2")]);
    first.begin_fit(&FitSpec { model: "als".into(), params, ..FitSpec::default() }).unwrap();
    let round = loop {
        match first.round() {
            Some(round) => break round,
            None => first.step().unwrap(),
        };
    };
    second.help(&first.errand().unwrap()).unwrap();
    assert!(second.hear(&[]).is_err());
    second.hear(&first.say(true).unwrap()).unwrap();
    let part = round.bounds[0]..round.bounds[1];
    let answer = second.answer(part.clone()).unwrap().unwrap();
    assert_eq!(first.answer(part).unwrap().unwrap(), answer);
    assert!(first.join(&answer[1..]).is_err());
}

#[test]
fn who_has_heard_and_learned_all_so_far_needs_little_and_who_comes_late_needs_the_whole() {
    let mut first = session(330, 40, 0.4);
    let [mut second, mut late] = [0, 1].map(|_| Session::of(first.shared().unwrap()));
    let params = values(&[("epochs", "3")]);
    first.begin_fit(&FitSpec { model: "als".into(), params, ..FitSpec::default() }).unwrap();
    let mut rounds = 0;
    loop {
        let Some(round) = first.round() else {
            if first.step().unwrap().done {
                break;
            }
            continue;
        };
        assert!(round.is_learned);
        if rounds == 0 {
            for helper in [&mut second, &mut late] {
                helper.help(&first.errand().unwrap()).unwrap();
            }
        }
        let [whole, changed] = [true, false].map(|whole| first.say(whole).unwrap());
        if rounds == 0 {
            assert_eq!(whole.len(), changed.len(), "nothing has been learned yet");
        } else {
            assert!(changed.len() < whole.len() / 2, "{} of {}", changed.len(), whole.len());
        }
        second.hear(&changed).unwrap();
        for (at, part) in round.bounds.windows(2).enumerate() {
            let rows = || part[0]..part[1];
            let answer = second.answer(rows()).unwrap().unwrap();
            assert_eq!(first.answer(rows()).unwrap().unwrap(), answer, "round {rounds}");
            if at == 1 {
                late.hear(&first.say(true).unwrap()).unwrap();
                assert_eq!(late.answer(rows()).unwrap().unwrap(), answer, "late in round {rounds}");
            }
            first.join(&answer).unwrap();
            second.learn(rows(), &answer).unwrap();
        }
        assert!(second.learn(0..1, &[]).is_err());
        rounds += 1;
    }
    assert_eq!(rounds, 6, "two an epoch");
}

#[test]
fn who_comes_late_learns_the_rest_of_a_block() {
    let mut first = session(1500, 260, 0.6);
    let [mut second, mut late] = [0, 1].map(|_| Session::of(first.shared().unwrap()));
    let params = values(&[("bits", "10"), ("epochs", "2")]);
    let spec = FitSpec { model: "hashed_lr".into(), params, ..FitSpec::default() };
    first.begin_fit(&spec).unwrap();
    for helper in [&mut second, &mut late] {
        helper.help(&first.errand().unwrap()).unwrap();
    }
    let answered = |session: &mut Session, part: u32| loop {
        if let Some(answer) = session.answer(part..part + 1).unwrap() {
            break answer;
        }
    };
    second.hear(&first.say(true).unwrap()).unwrap();
    for block in 0.. {
        let Some(round) = first.round() else { break };
        assert_eq!((round.bounds, round.is_learned, round.is_begun), (vec![0, 1, 2], true, false));
        if block > 0 {
            let said = first.say(false).unwrap();
            for helper in [&mut second, &mut late] {
                helper.hear(&said).unwrap();
            }
        }
        // Whoever leads begins with the other part, and is told of the first while it is at it.
        assert!(first.answer(1..2).unwrap().is_none());
        let answer = answered(&mut second, 0);
        first.join(&answer).unwrap();
        assert!(first.round().unwrap().is_begun);
        second.learn(0..1, &answer).unwrap();
        if block > 0 {
            late.learn(0..1, &answer).unwrap();
        } else {
            assert!(late.hear(&[]).is_err());
            late.hear(&first.say(true).unwrap()).unwrap();
        }
        assert!(second.learn(0..1, &answer).is_err() && second.answer(0..1).is_err(), "it is joined");
        let answer = answered(&mut first, 1);
        assert!(answered(&mut late, 1) == answer && answered(&mut second, 1) == answer, "block {block}");
        assert!(second.learn(1..2, &answer[1..]).is_err());
        first.join(&answer).unwrap();
        for helper in [&mut second, &mut late] {
            helper.learn(1..2, &answer).unwrap();
        }
    }
    let finished = |session: &mut Session| {
        finish(session, 1);
        session.finish_fit().unwrap();
        session.save_model().unwrap()
    };
    let shared = finished(&mut first);
    first.begin_fit(&spec).unwrap();
    assert!(finished(&mut first) == shared);
}

#[test]
fn small_work_is_done_alone_unless_helpers_are_wanted() {
    let mut session = session(330, 40, 0.4);
    session.begin_fit(&FitSpec { model: "als".into(), ..FitSpec::default() }).unwrap();
    while session.round().is_none() {
        session.step().unwrap();
    }
    assert_eq!((session.helpers(3, false), session.helpers(3, true)), (0, 3));
    let runs = vec![Run { model: "mf".into(), ..Run::default() }; 4];
    assert_eq!((session.lanes(&runs, 8, false), session.lanes(&runs, 8, true)), (1, 4));
    session.abandon();
    assert_eq!(session.helpers(3, true), 0, "nothing is under way");
}

#[test]
fn a_learning_curve_that_several_measure_has_the_same_bits() {
    let mut session = session(1200, 160, 0.3);
    for (model, set) in [
        ("als", &[("epochs", "3"), ("factors", "96")][..]),
        ("mf", &[("epochs", "3")]),
        ("hybrid", &[("factors", "48"), ("rating_epochs", "2"), ("order_epochs", "2")]),
    ] {
        let fit = FitSpec { model: model.to_owned(), params: values(set), ..FitSpec::default() };
        let split = "random:0.2".to_owned();
        let spec = EvaluateSpec { fit, split, learning: true, ..EvaluateSpec::default() };
        let mut evaluate = |spec: &EvaluateSpec, workers| {
            session.begin_evaluate(spec).unwrap();
            finish(&mut session, workers);
            session.finish_evaluate().unwrap()
        };
        let alone = evaluate(&spec, 1);
        let plain = evaluate(&EvaluateSpec { learning: false, ..spec.clone() }, 1);
        let points = alone.learning.clone().unwrap();
        assert!(points.len() >= 3, "{model}: {points:?}");
        assert_eq!((&points[points.len() - 1].test, plain.learning), (&plain.metrics, None));
        for workers in [2, 3, 7] {
            assert_eq!(evaluate(&spec, workers), alone, "{model} with {workers} workers");
        }
    }
}
