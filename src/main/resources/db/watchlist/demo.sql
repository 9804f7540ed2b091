insert into watchlist.users (id, name) values (1, 'demo');

insert into watchlist.companies (id, ticker_symbol, company_name, currency, topic) values
  (1, '7203', 'トヨタ自動車株式会社', 'JPY', null),
  (2, '6758', 'ソニーグループ株式会社', 'JPY', null),
  (3, '9984', 'ソフトバンクグループ株式会社', 'JPY', null),
  (4, '8306', '株式会社三菱UFJフィナンシャル・グループ', 'JPY', null),
  (5, '6861', '株式会社キーエンス', 'JPY', null),
  (6, '9432', '日本電信電話株式会社', 'JPY', null),
  (7, '8035', '東京エレクトロン株式会社', 'JPY', null),
  (8, '7974', '任天堂株式会社', 'JPY', null),
  (9, '4063', '信越化学工業株式会社', 'JPY', null),
  (10, '6098', '株式会社リクルートホールディングス', 'JPY', null),
  (11, '8058', '三菱商事株式会社', 'JPY', null),
  (12, '4502', '武田薬品工業株式会社', 'JPY', null),
  (13, '6501', '株式会社日立製作所', 'JPY', null),
  (14, '9433', 'KDDI株式会社', 'JPY', null),
  (15, '8001', '伊藤忠商事株式会社', 'JPY', null),
  (16, '7267', '本田技研工業株式会社', 'JPY', null),
  (17, '6902', '株式会社デンソー', 'JPY', null),
  (18, '4568', '第一三共株式会社', 'JPY', null),
  (19, '6367', 'ダイキン工業株式会社', 'JPY', null),
  (20, '9983', '株式会社ファーストリテイリング', 'JPY', null),
  (21, 'USD_JPY', '米ドル/円', 'JPY', 'ticks.USD_JPY'),
  (22, 'EUR_JPY', 'ユーロ/円', 'JPY', null),
  (23, 'BTC_JPY', 'ビットコイン/円', 'JPY', null),
  (24, 'ETH_USDT', 'イーサリアム/テザー', 'USDT', null);

insert into watchlist.stock_prices (company_id, price, previous_close)
select v.id, v.price, v.close from (values
  (1, 2600.0, 2600.0),
  (2, 3215.0, 3215.0),
  (3, 8120.0, 8120.0),
  (4, 1842.5, 1842.5),
  (5, 61250.0, 61250.0),
  (6, 152.3, 152.3),
  (7, 24390.0, 24390.0),
  (8, 9105.0, 9105.0),
  (9, 4876.0, 4876.0),
  (10, 8734.0, 8734.0),
  (11, 2645.5, 2645.5),
  (12, 4182.0, 4182.0),
  (13, 3890.0, 3890.0),
  (14, 4921.0, 4921.0),
  (15, 7456.0, 7456.0),
  (16, 1523.5, 1523.5),
  (17, 2188.0, 2188.0),
  (18, 4790.0, 4790.0),
  (19, 18235.0, 18235.0),
  (20, 47820.0, 47820.0),
  (21, null, 151.200),
  (22, 163.420, 163.420),
  (23, 14520000, 14520000),
  (24, 3120.55, 3120.55)) as v (id, price, close);

insert into watchlist.watchlists (id, user_id, name, description, is_public, display_order) values
  (1, 1, '主力銘柄', '保有している銘柄', false, 1),
  (2, 1, '為替と暗号資産', '誰でも見られるリスト', true, 2);

insert into watchlist.watchlist_items (watchlist_id, company_id, display_order, quantity, purchase_price)
select * from (values
  (1, 1, 1, 100.00, 2500.00), (1, 2, 2, 200.00, 3100.00), (1, 4, 3, 1000.00, 1610.00),
  (1, 8, 4, null, null), (1, 11, 5, 300.00, 2710.50), (1, 16, 6, -400.00, 1560.00), (1, 20, 7, null, null),
  (2, 21, 1, 10000.00, 150.85), (2, 22, 2, -5000.00, 164.10), (2, 23, 3, 0.25, 13900000.00),
  (2, 24, 4, 2.50, 2980.00)) as v (list, company, place, held, paid);

select setval(pg_get_serial_sequence('watchlist.users', 'id'), 1),
  setval(pg_get_serial_sequence('watchlist.companies', 'id'), 24),
  setval(pg_get_serial_sequence('watchlist.watchlists', 'id'), 2)
