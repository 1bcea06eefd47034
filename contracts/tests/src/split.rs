use soroban_sdk::testutils::storage::Persistent as _;
use soroban_sdk::testutils::{Address as _, Events as _, Ledger as _};
use soroban_sdk::token::TokenClient;
use soroban_sdk::{vec, Address, IntoVal, Vec};

use crate::world::{account, trust, World, HALF, KALE};
use crate::{fails, refused};
use ::split::{Error, Part, SplitClient, MOST_TERMS};

struct Leaving<'a> {
    world: &'a World,
    split: SplitClient<'a>,
    custodial: Address,
    pooler: Address,
    payout: Address,
}

// Terms 0: half to the pooler. In custody: 100 KALE.
fn leaving(world: &World) -> Leaving<'_> {
    let split = world.split();
    let env = &world.env;
    let of = |_| Address::generate(env);
    let [custodial, pooler, payout] = [0, 1, 2].map(of);
    env.mock_all_auths();
    split.add_terms(&HALF, &pooler);
    world.give(&custodial, 100 * KALE);
    env.mock_all_auths();
    Leaving {
        world,
        split,
        custodial,
        pooler,
        payout,
    }
}

impl Leaving<'_> {
    fn parts(&self, owed: i128, earned: i128) -> Vec<Part> {
        let env = &self.world.env;
        vec![env, (owed, vec![env, (0, earned)])]
    }

    fn try_split(&self, id: u8, earned: i128, parts: &Vec<Part>) -> Result<i128, Error> {
        let id = self.world.farmer_id(id);
        self.split
            .try_execute_split(&id, &earned, &self.payout, &self.custodial, parts, &0)
            .map(|it| it.unwrap())
            .map_err(|it| it.unwrap())
    }

    fn balances(&self) -> [i128; 3] {
        [&self.custodial, &self.pooler, &self.payout].map(|it| self.world.balance(it))
    }
}

#[test]
fn pays_the_pooler_its_floored_share_and_the_farmer_all_the_rest() {
    let world = World::new();
    let leaving = leaving(&world);
    let parts = leaving.parts(0, 20 * KALE + 1);
    assert_eq!(leaving.try_split(1, 20 * KALE + 1, &parts), Ok(90 * KALE));
    assert_eq!(leaving.balances(), [0, 10 * KALE, 90 * KALE]);
}

#[test]
fn what_the_pooler_owes_comes_off_its_share() {
    let world = World::new();
    let leaving = leaving(&world);
    let parts = leaving.parts(4 * KALE, 20 * KALE);
    assert_eq!(leaving.try_split(1, 20 * KALE, &parts), Ok(94 * KALE));
    assert_eq!(leaving.balances(), [0, 6 * KALE, 94 * KALE]);
}

#[test]
fn a_pooler_that_owes_more_than_its_share_pays_the_difference_and_signs() {
    let world = World::new();
    let leaving = leaving(&world);
    world.give(&leaving.pooler, 7 * KALE);
    world.env.mock_all_auths();
    let parts = leaving.parts(15 * KALE, 20 * KALE);
    assert_eq!(leaving.try_split(1, 20 * KALE, &parts), Ok(105 * KALE));
    let signers = world
        .env
        .auths()
        .iter()
        .map(|it| it.0.clone())
        .collect::<std::vec::Vec<_>>();
    assert_eq!(signers, [leaving.custodial.clone(), leaving.pooler.clone()]);
    assert_eq!(leaving.balances(), [0, 2 * KALE, 105 * KALE]);
}

#[test]
fn a_pooler_that_owes_nothing_need_not_sign() {
    let world = World::new();
    let leaving = leaving(&world);
    leaving
        .try_split(1, 20 * KALE, &leaving.parts(10 * KALE, 20 * KALE))
        .unwrap();
    let signers = world
        .env
        .auths()
        .iter()
        .map(|it| it.0.clone())
        .collect::<std::vec::Vec<_>>();
    assert_eq!(signers, [leaving.custodial.clone()]);
    assert_eq!(leaving.balances(), [0, 0, 100 * KALE]);
}

#[test]
fn a_pooler_that_cannot_pay_what_it_owes_fails_the_whole_split() {
    let world = World::new();
    let leaving = leaving(&world);
    let id = world.farmer_id(1);
    let parts = leaving.parts(11 * KALE, 20 * KALE);
    let (split, to, from) = (&leaving.split, &leaving.payout, &leaving.custodial);
    refused!(split.try_execute_split(&id, &(20 * KALE), to, from, &parts, &0));
    assert_eq!(leaving.balances(), [100 * KALE, 0, 0]);
    assert_eq!(split.split_in(from, &id), 0);
}

#[test]
fn nobody_but_the_custodial_account_and_an_owing_pooler_can_split() {
    let world = World::new();
    let leaving = leaving(&world);
    world.give(&leaving.pooler, 7 * KALE);
    let id = world.farmer_id(1);
    let parts = leaving.parts(15 * KALE, 20 * KALE);
    let (split, to, from) = (&leaving.split, &leaving.payout, &leaving.custodial);
    let args: Vec<soroban_sdk::Val> =
        (&id, 20 * KALE, to, from, &parts, 0_i128).into_val(&world.env);
    let attempt = || split.try_execute_split(&id, &(20 * KALE), to, from, &parts, &0);
    world.nobody_signs();
    refused!(attempt());
    for who in [&world.stranger, &leaving.pooler, &world.admin] {
        world.signs(who, &split.address, "execute_split", args.clone());
        refused!(attempt());
    }
    let call = (&split.address, "execute_split", args);
    world.signs_transfer(from, call, to, 100 * KALE);
    refused!(attempt()); // the pooler's signature is missing
    assert_eq!(leaving.balances(), [100 * KALE, 7 * KALE, 0]);
}

#[test]
fn refuses_the_same_id_a_second_time() {
    let world = World::new();
    let leaving = leaving(&world);
    leaving.try_split(1, 0, &leaving.parts(0, 0)).unwrap();
    assert_eq!(
        leaving
            .split
            .split_in(&leaving.custodial, &world.farmer_id(1)),
        1_000
    );
    world.give(&leaving.custodial, KALE);
    world.env.mock_all_auths();
    assert_eq!(
        leaving.try_split(1, 0, &leaving.parts(0, 0)),
        Err(Error::AlreadySplit)
    );
    assert_eq!(world.balance(&leaving.custodial), KALE);
}

#[test]
fn an_id_is_still_refused_when_its_entry_has_outlived_its_rent() {
    let world = World::new();
    let leaving = leaving(&world);
    leaving.try_split(1, 0, &leaving.parts(0, 0)).unwrap();
    let key = (leaving.custodial.clone(), world.farmer_id(1)); // as it is stored
    let left = world.env.as_contract(&leaving.split.address, || {
        world.env.storage().persistent().get_ttl(&key)
    });
    world
        .env
        .ledger()
        .with_mut(|it| it.sequence_number += left + 1);
    world.env.mock_all_auths();
    let id = world.farmer_id(1);
    let (to, from, parts) = (&leaving.payout, &leaving.custodial, leaving.parts(0, 0));
    refused!(leaving
        .split
        .try_execute_split(&id, &0, to, from, &parts, &0));
}

#[test]
fn a_stranger_cannot_use_up_a_farmers_id() {
    let world = World::new();
    let leaving = leaving(&world);
    let (id, none) = (world.farmer_id(1), Vec::new(&world.env));
    let to = Address::generate(&world.env);
    leaving
        .split
        .execute_split(&id, &0, &to, &world.stranger, &none, &0);
    assert_eq!(
        leaving.try_split(1, 0, &leaving.parts(0, 0)),
        Ok(100 * KALE)
    );
}

#[test]
fn the_share_follows_the_version_of_the_terms() {
    let world = World::new();
    let leaving = leaving(&world);
    let later = Address::generate(&world.env);
    assert_eq!(leaving.split.add_terms(&1_000, &later), 1);
    assert_eq!(
        leaving.split.terms(),
        vec![
            &world.env,
            (HALF, leaving.pooler.clone()),
            (1_000, later.clone())
        ]
    );
    let parts = vec![
        &world.env,
        (0, vec![&world.env, (0, 10 * KALE)]),
        (0, vec![&world.env, (1, 10 * KALE)]),
    ];
    assert_eq!(leaving.try_split(1, 20 * KALE, &parts), Ok(94 * KALE));
    assert_eq!(world.balance(&leaving.pooler), 5 * KALE);
    assert_eq!(world.balance(&later), KALE);
}

#[test]
fn one_wallets_versions_are_shared_apart_and_settled_together() {
    let world = World::new();
    let leaving = leaving(&world);
    leaving.split.add_terms(&3_333, &leaving.pooler);
    let by_terms = vec![&world.env, (0, 3), (1, 10)];
    let parts = vec![&world.env, (2, by_terms)];
    assert_eq!(leaving.try_split(1, 13, &parts), Ok(100 * KALE - 2)); // 1 + 3 − 2
    assert_eq!(world.balance(&leaving.pooler), 2);
}

#[test]
fn refuses_terms_that_are_not_there_or_of_two_wallets() {
    let world = World::new();
    let leaving = leaving(&world);
    let env = &world.env;
    let parts = vec![env, (0, vec![env, (1, KALE)])];
    assert_eq!(leaving.try_split(1, KALE, &parts), Err(Error::NoSuchTerms));
    let parts = vec![env, (0, Vec::new(env))];
    assert_eq!(leaving.try_split(1, 0, &parts), Err(Error::NoSuchTerms));
    leaving.split.add_terms(&HALF, &Address::generate(env));
    let parts = vec![env, (0, vec![env, (0, KALE), (1, KALE)])];
    assert_eq!(
        leaving.try_split(1, 2 * KALE, &parts),
        Err(Error::TwoWallets)
    );
}

#[test]
fn refuses_figures_that_cannot_be() {
    let world = World::new();
    let leaving = leaving(&world);
    let env = &world.env;
    let split = |earned, owed, total| leaving.try_split(1, total, &leaving.parts(owed, earned));
    assert_eq!(split(-1, 0, -1), Err(Error::BadAmount));
    assert_eq!(split(0, -1, 0), Err(Error::BadAmount));
    assert_eq!(split(i64::MAX as i128 + 1, 0, 0), Err(Error::BadAmount));
    assert_eq!(split(i128::MAX, 0, i128::MAX), Err(Error::BadAmount));
    assert_eq!(split(KALE, 0, KALE + 1), Err(Error::WrongTotal));
    assert_eq!(split(201 * KALE, 0, 201 * KALE), Err(Error::TooLittle));
    let most = i64::MAX as i128;
    let parts = vec![env, (most, vec![env, (0, most), (0, most)])];
    assert_eq!(
        leaving.try_split(1, 2 * most, &parts),
        Err(Error::BadAmount)
    );
    let (id, to, from) = (world.farmer_id(1), &leaving.payout, &leaving.custodial);
    let attempt = |to, xlm| {
        leaving
            .split
            .try_execute_split(&id, &0, to, from, &leaving.parts(0, 0), &xlm)
    };
    fails!(attempt(to, -1), Error::BadAmount);
    fails!(attempt(from, 0), Error::BadPayout);
    fails!(attempt(&leaving.split.address, 0), Error::BadPayout);
    assert_eq!(leaving.balances(), [100 * KALE, 0, 0]);
}

#[test]
fn an_empty_account_is_split_too() {
    let world = World::new();
    let leaving = leaving(&world);
    let (id, from) = (world.farmer_id(1), Address::generate(&world.env));
    let parts = Vec::new(&world.env);
    let paid = leaving
        .split
        .execute_split(&id, &0, &leaving.payout, &from, &parts, &0);
    assert_eq!(paid, 0);
    assert!(leaving.split.split_in(&from, &id) > 0);
}

#[test]
fn a_classic_payout_wallet_needs_a_trustline_with_room() {
    let world = World::new();
    let leaving = leaving(&world);
    let wallet = account(&world.env, 1, 5 * KALE as i64);
    let (id, from) = (world.farmer_id(1), &leaving.custodial);
    let parts = leaving.parts(0, 20 * KALE);
    let attempt = || {
        leaving
            .split
            .try_execute_split(&id, &(20 * KALE), &wallet, from, &parts, &0)
    };
    refused!(attempt());
    trust(&world.env, 1, 50 * KALE as i64);
    refused!(attempt());
    assert_eq!(leaving.balances(), [100 * KALE, 0, 0]);
    trust(&world.env, 1, 90 * KALE as i64);
    assert_eq!(attempt(), Ok(Ok(90 * KALE)));
    assert_eq!(world.balance(&wallet), 90 * KALE);
}

#[test]
fn a_poolers_wallet_that_cannot_be_paid_holds_nobody_up_and_collects_later() {
    let world = World::new();
    let leaving = leaving(&world);
    let wallet = account(&world.env, 1, 5 * KALE as i64);
    let split = &leaving.split;
    split.add_terms(&HALF, &wallet);
    let parts = vec![&world.env, (0, vec![&world.env, (1, 20 * KALE)])];
    assert_eq!(leaving.try_split(1, 20 * KALE, &parts), Ok(90 * KALE));
    assert_eq!(split.held(&wallet), 10 * KALE);
    world.give(&leaving.custodial, 20 * KALE);
    world.env.mock_all_auths();
    assert_eq!(leaving.try_split(2, 20 * KALE, &parts), Ok(10 * KALE));
    assert_eq!(split.held(&wallet), 20 * KALE);
    world.nobody_signs();
    refused!(split.try_collect(&wallet));
    assert_eq!(split.held(&wallet), 20 * KALE);
    trust(&world.env, 1, i64::MAX);
    assert_eq!(split.collect(&wallet), 20 * KALE);
    assert_eq!(world.balance(&wallet), 20 * KALE);
    fails!(split.try_collect(&wallet), Error::NothingHeld);
    assert_eq!(world.balance(&split.address), 0);
}

#[test]
fn xlm_goes_along_to_a_contract_wallet() {
    let world = World::new();
    let leaving = leaving(&world);
    let custodial = account(&world.env, 1, 5 * KALE as i64);
    trust(&world.env, 1, i64::MAX);
    world.give(&custodial, 100 * KALE);
    world.env.mock_all_auths();
    let (id, none) = (world.farmer_id(1), Vec::new(&world.env));
    let to = &leaving.payout;
    refused!(leaving
        .split
        .try_execute_split(&id, &0, to, &custodial, &none, &(4 * KALE)));
    assert_eq!(world.balance(to), 0);
    leaving
        .split
        .execute_split(&id, &0, to, &custodial, &none, &(3 * KALE));
    assert_eq!(world.balance(to), 100 * KALE);
    assert_eq!(
        TokenClient::new(&world.env, &world.native).balance(to),
        3 * KALE
    );
}

#[test]
fn pays_several_of_what_is_earned_or_nobody() {
    let world = World::new();
    let leaving = leaving(&world);
    let (env, split) = (&world.env, &leaving.split);
    let closed = account(env, 1, 5 * KALE as i64);
    let to = |last: &Address, amount: i128| {
        vec![
            env,
            (leaving.pooler.clone(), 4 * KALE),
            (last.clone(), amount),
        ]
    };
    split.pay(&leaving.custodial, &to(&leaving.payout, 6 * KALE));
    assert_eq!(leaving.balances(), [90 * KALE, 4 * KALE, 6 * KALE]);
    for refused in [
        to(&closed, KALE),
        to(&leaving.payout, -1),
        to(&leaving.payout, 1 << 63),
        to(&leaving.payout, 87 * KALE),
    ] {
        refused!(split.try_pay(&leaving.custodial, &refused));
    }
    world.nobody_signs();
    refused!(split.try_pay(&leaving.custodial, &to(&leaving.payout, KALE)));
    assert_eq!(leaving.balances(), [90 * KALE, 4 * KALE, 6 * KALE]);
}

#[test]
fn only_the_admin_adds_terms_and_nobody_changes_them() {
    let world = World::new();
    let split = world.split();
    let (env, wallet) = (&world.env, &world.stranger);
    refused!(split.try_add_terms(&HALF, wallet));
    let args: Vec<soroban_sdk::Val> = (HALF, wallet).into_val(env);
    world.signs(wallet, &split.address, "add_terms", args.clone());
    refused!(split.try_add_terms(&HALF, wallet));
    world.signs(&world.admin, &split.address, "add_terms", args);
    assert_eq!(split.add_terms(&HALF, wallet), 0);
    env.mock_all_auths();
    fails!(split.try_add_terms(&10_001, wallet), Error::BadAmount);
    for version in 1..MOST_TERMS {
        assert_eq!(split.add_terms(&version, wallet), version);
    }
    fails!(split.try_add_terms(&HALF, wallet), Error::ListFull);
    assert_eq!(split.terms().len(), MOST_TERMS);
    assert_eq!(split.terms().get(0), Some((HALF, wallet.clone())));
}

#[test]
fn a_new_admin_signs_too() {
    let world = World::new();
    let split = world.split();
    let next = Address::generate(&world.env);
    let args: Vec<soroban_sdk::Val> = vec![&world.env, next.to_val()];
    for who in [&world.admin, &next, &world.stranger] {
        world.signs(who, &split.address, "set_admin", args.clone());
        refused!(split.try_set_admin(&next));
    }
    world.env.mock_all_auths();
    split.set_admin(&next);
    split.add_terms(&HALF, &next);
    assert_eq!(world.env.auths()[0].0, next);
}

#[test]
fn one_event_tells_every_figure() {
    let world = World::new();
    let leaving = leaving(&world);
    leaving
        .try_split(1, 20 * KALE, &leaving.parts(4 * KALE, 20 * KALE))
        .unwrap();
    let (_, topics, data) = {
        let all = world
            .env
            .events()
            .all()
            .filter_by_contract(&leaving.split.address);
        assert_eq!(all.events().len(), 1);
        let event = all.events()[0].clone();
        let soroban_sdk::xdr::ContractEventBody::V0(body) = event.body;
        (0, body.topics, body.data)
    };
    let text = |it: &soroban_sdk::xdr::ScVal| format!("{it:?}");
    assert!(text(&topics[0]).contains("split"));
    assert_eq!(topics.len(), 3);
    let figures = [20 * KALE, 94 * KALE, 10 * KALE, 4 * KALE, 6 * KALE];
    for figure in figures {
        assert!(
            text(&data).contains(&format!("lo: {figure} ")),
            "{figure} in {data:?}"
        );
    }
}
